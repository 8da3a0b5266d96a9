"""X12 files of every document: envelopes, separators, segments and their places."""
