"""Reads files into `source.*` rows, values unchanged: formats, not meaning."""
