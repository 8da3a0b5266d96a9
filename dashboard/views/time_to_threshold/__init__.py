"""Everything that belongs to the time to threshold page."""
