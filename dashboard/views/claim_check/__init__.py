"""Everything that belongs to the claim check page."""
