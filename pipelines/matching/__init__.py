"""Models of the ledger that go from one row to the next, each a Python file that is a table.

`matching/take_back.py` is `ledger.take_back`: what is left for one row depends on what those before it took, which SQL
can only say by walking row by row; `matching/identity.py` walks chains of changed identifiers to their ends. Pure
functions over Arrow tables, as inference: no database.
"""
