"""The charts of the providers page."""
