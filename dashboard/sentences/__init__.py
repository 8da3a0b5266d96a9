"""The speaker: turns rows into the sentences that stand above the charts; never accusing, always with numbers."""
