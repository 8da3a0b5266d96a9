"""Everything that belongs to the definitions page."""
