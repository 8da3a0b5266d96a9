"""Reads exports of practice systems: one row per service line of a remittance."""
