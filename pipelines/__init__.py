"""From remittance files to the warehouse: sources, staging, ledger, mart, quality."""

import os

# Matrices of statistics are small: the threads of a product cost more than the product, and take them from DuckDB.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
