"""Tests: what is promised, executed."""
