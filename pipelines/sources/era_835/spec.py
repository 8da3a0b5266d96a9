"""The grammar of the 835: oxedi's own, widened by `era_835.patch.json` for reading and for writing."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import oxedi


@cache
def era_835_spec(version: str = "5010") -> oxedi.Spec:
    """The patched grammar of X12 version "5010" or "4010"; raises ValueError for any other."""
    patch = files("pipelines.sources.era_835").joinpath("era_835.patch.json").read_text(encoding="utf-8")
    return oxedi.Spec.builtin(version).patch(patch)
