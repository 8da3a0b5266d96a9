"""Reads eligibility responses (X12 271) into benefits and rejected requests."""
