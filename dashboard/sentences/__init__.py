"""The reading desk: pure functions from rows to sentences, so that pages and charts say the same words."""
