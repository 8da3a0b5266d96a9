"""The sentences of the denials page."""
