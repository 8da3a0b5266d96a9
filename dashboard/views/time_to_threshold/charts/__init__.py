"""The charts of the time to threshold page."""
