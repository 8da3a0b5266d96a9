"""Tests of the claim check: reading 837P files, the rules, the command."""
