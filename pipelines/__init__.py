"""From remittance files to the warehouse: sources, staging, ledger, mart, quality."""
