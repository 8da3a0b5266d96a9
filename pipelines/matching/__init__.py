"""Models of the ledger that match one row after the other, each a Python file that is a table.

`matching/take_back.py` is `ledger.take_back`: what is left for one row depends on what those before it took, which SQL
can only say by walking row by row. Pure functions over Arrow tables, as inference: no database.
"""
