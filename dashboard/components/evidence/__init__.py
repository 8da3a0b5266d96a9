"""The evidence of one service line, back to the bytes of its file."""
