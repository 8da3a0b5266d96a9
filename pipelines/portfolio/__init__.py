"""Many practices at once: builds their data folders side by side, and sums each up for one page."""
