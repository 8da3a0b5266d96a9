"""Reads professional claims (X12 837P) into claim lines."""
