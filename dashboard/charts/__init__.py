"""The drawing room: pure functions from rows to figures."""
