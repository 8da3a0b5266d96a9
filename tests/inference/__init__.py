"""What is inferred: each table of `pipelines/inference` from small practices."""
