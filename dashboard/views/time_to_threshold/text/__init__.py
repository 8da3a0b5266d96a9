"""The sentences of the time to threshold page."""
