"""The models: their graph, their build and what their tables and columns mean."""
