"""Checks professional claims (837P) before they go out, against what the warehouse knows; changes nothing."""
