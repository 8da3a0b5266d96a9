"""One page over many practices: counts and dollars of each, and a way into its own dashboard."""
