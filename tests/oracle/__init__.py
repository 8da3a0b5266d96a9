"""The ledger once more, in dull Python, written from the contract alone."""
