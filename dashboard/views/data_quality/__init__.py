"""Everything that belongs to the data quality page."""
