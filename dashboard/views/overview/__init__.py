"""Everything that belongs to the overview page."""
