"""Takes the files that are offered and imports them into the archive as one batch."""
