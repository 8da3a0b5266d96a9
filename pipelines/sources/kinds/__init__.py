"""The kinds of tables that `build` reads besides remittances; a module that declares a KIND is found by itself."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from pipelines.sources.tabular.kind import Kind


@lru_cache(maxsize=1)
def load_kinds() -> tuple[Kind, ...]:
    """Every declared kind, by the name of its module."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    return tuple(module.KIND for module in modules if hasattr(module, "KIND"))
