"""Reads eligibility answers (X12 271) into benefits and rejected requests."""
