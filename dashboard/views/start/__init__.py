"""Everything that belongs to the start page."""
