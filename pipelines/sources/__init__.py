"""Files to `source.*` rows, untouched: this room knows formats, not meaning."""
