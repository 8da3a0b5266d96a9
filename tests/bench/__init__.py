"""The benchmarks of `make bench`: figures with their limits, measured in one run and printed, never typed."""
