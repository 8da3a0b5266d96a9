"""The pages: filters, rows, figure, and nothing else."""
