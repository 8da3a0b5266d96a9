"""The sentences of the providers page."""
