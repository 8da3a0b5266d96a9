"""Where counting ends: each file is a table of `mart`, computed by `statistics` from the tables that it reads.

A file opens with its sentence and the four header lines of a model. Its `infer` gets one Arrow table for each table of
the source line, in that order, rows in a total order, and returns a table of `SCHEMA`.

Decision 0028.
"""
