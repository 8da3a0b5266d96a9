"""The pages: filters, rows, figure, and nothing else.

Decision 0063.
"""
