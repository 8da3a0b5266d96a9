"""Pure functions over arrays: intervals, tests, curves, forecasts. They know neither tables nor databases."""
