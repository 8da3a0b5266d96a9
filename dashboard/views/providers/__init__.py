"""Everything that belongs to the providers page."""
