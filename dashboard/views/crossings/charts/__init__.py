"""The charts of the crossings page."""
