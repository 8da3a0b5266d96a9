"""A synthetic practice with planted, labelled behaviour, written as the files that a clinic would receive."""

from pipelines.simulate.simulation import DEMO_LINES, DEMO_SEED, simulate_practice

__all__ = ["DEMO_LINES", "DEMO_SEED", "simulate_practice"]
