"""The audit trail of one service line at every stage, from the bytes of its file to every figure that includes it."""

from pipelines.trace.tour import trace_line

__all__ = ["trace_line"]
