"""Everything that belongs to the denials page."""
