"""The page of what a practice can check before the next claim goes out."""
