"""Reads remittances (X12 835) into source rows that balance."""
