"""The guided tour: one service line on every floor, from the bytes of its file to every figure it is part of."""

from pipelines.trace.tour import trace_line

__all__ = ["trace_line"]
