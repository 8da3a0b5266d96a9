"""Everything that belongs to the crossings page."""
