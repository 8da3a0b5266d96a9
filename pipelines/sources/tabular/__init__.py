"""Reads CSV, TSV and XLSX as rows of text under our column names."""
