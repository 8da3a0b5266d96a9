"""The charts of the denials page."""
