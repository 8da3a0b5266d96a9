"""What each command does with its arguments; `pipelines.cli` says which commands there are."""
