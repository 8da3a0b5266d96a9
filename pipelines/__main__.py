"""`python -m pipelines` is the console script `kxwatch`."""

from pipelines.cli import main

if __name__ == "__main__":
    main()
