"""Runs Great Expectations over frames in memory: no files, no progress bars, no messages home."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from great_expectations.core.batch_definition import BatchDefinition
    from great_expectations.expectations.expectation import Expectation
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

_GREAT_EXPECTATIONS = "great_expectations.expectations"
_NEVER_USED = ("pyspark", "py4j")
_SELDOM_USED = ("altair", "scipy.stats")


@dataclass(frozen=True)
class Judged:
    """What Great Expectations found: how many values it judged, and those (or their names) that were not expected.

    `is_cut`: there were more, of which only the first are named.
    """

    values: int
    unexpected: tuple[Any, ...]
    is_cut: bool


def warm_up() -> None:
    """Imports Great Expectations, which takes seconds: call it in a thread while the models run.

    It imports PySpark wherever that is installed, and modules for charts and for tests of distributions. No suite asks
    for them, and they are more than half of the time. Decision 0202.
    """
    if _GREAT_EXPECTATIONS not in sys.modules:
        late = {name: _LateModule(name) for name in _SELDOM_USED if name not in sys.modules}
        with _replace_modules({**dict.fromkeys(_NEVER_USED), **late}):
            import_module(_GREAT_EXPECTATIONS)
        _write_configurations_once()


class _LateModule(ModuleType):
    """Stands for a module, which is imported when something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        _take_away(self.__name__, self)
        return getattr(import_module(self.__name__), name)


@contextmanager
def _replace_modules(others: Mapping[str, ModuleType | None]) -> Iterator[None]:
    """In the block `others` stand for the modules of their names and all below them; null: there is no such module."""
    below = tuple(f"{name}." for name in others)
    kept = {name: module for name, module in sys.modules.items() if f"{name}.".startswith(below)}
    for name in kept:
        del sys.modules[name]
    sys.modules.update(others)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name, other in others.items():
            _take_away(name, other)
        sys.modules.update(kept)


def _take_away(name: str, other: ModuleType | None) -> None:
    """Who imports it from now on gets the module itself."""
    if sys.modules.get(name, _LateModule) is other:
        del sys.modules[name]


_written: ContextVar[dict[int, tuple[Expectation, ExpectationConfiguration]] | None] = ContextVar(
    "_written", default=None
)


def _write_configurations_once() -> None:
    """Great Expectations asks an expectation for its configuration a hundred times and writes it anew each time.

    None changes while a suite is judged, so each is written once; the expectation is kept beside it, because its
    address is what it is known by. Decision 0202.
    """
    from great_expectations.expectations.expectation import Expectation

    write: Callable[[Expectation], ExpectationConfiguration] = vars(Expectation)["configuration"].fget

    def configuration(self: Expectation) -> ExpectationConfiguration:
        written = _written.get()
        if written is None:
            return write(self)
        if id(self) not in written:
            written[id(self)] = self, write(self)
        return written[id(self)][1]

    Expectation.configuration = property(configuration)


def validate(
    name: str, frame: pd.DataFrame, expectations: list[dict[str, Any]], named_by: str | None = None
) -> list[Judged]:
    """What Great Expectations says of each expectation, in their order; `named_by` is a column with names of the rows.

    Raises RuntimeError where one could not be judged: a fault of the programme, not of anyone's data.
    """
    warm_up()
    import great_expectations as gx

    batch = define_batch().get_batch({"dataframe": frame})
    asked: dict[str, Any] = {"result_format": "BASIC"}
    if named_by:
        asked = {"result_format": "COMPLETE", "unexpected_index_column_names": [named_by]}
    numbered = [one | {"meta": {"number": number}} for number, one in enumerate(expectations)]
    kept = _written.set({})
    try:
        found = batch.validate(gx.ExpectationSuite(name, expectations=numbered), result_format=asked)
    finally:
        _written.reset(kept)
    # results come in an order of their own
    configured = ((one.expectation_config, one.result) for one in found.results)
    results = {config.meta["number"]: result for config, result in configured if config}
    return [_read(name, one, results[number], named_by) for number, one in enumerate(expectations)]


def _read(name: str, expectation: dict[str, Any], result: dict[str, Any], named_by: str | None) -> Judged:
    if "element_count" not in result:
        raise RuntimeError(f"Great Expectations could not judge {expectation['type']} of {name}")
    unexpected = result.get("partial_unexpected_list") or []
    if named_by:
        unexpected = [row[named_by] for row in result.get("unexpected_index_list") or []]
    if not unexpected and result.get("unexpected_count"):
        unexpected = [None]
    is_cut = len(unexpected) < result.get("unexpected_count", 0)
    return Judged(result["element_count"] - result.get("missing_count", 0), tuple(unexpected), is_cut)


@lru_cache(maxsize=1)
def define_batch() -> BatchDefinition[Any]:
    """One data source for all frames: each is written down as configuration, which costs more than judging."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    # Imported here because it costs seconds, and only a build needs it.
    warm_up()
    import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    # without its own pages, for which it would make a folder among the temporary files of the computer
    stores = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    config = DataContextConfig(store_backend_defaults=stores, progress_bars=ProgressBarsConfig(globally=False))
    context = gx.get_context(mode="ephemeral", project_config=config)
    asset = context.data_sources.add_pandas("frames").add_dataframe_asset("frame")
    return asset.add_batch_definition_whole_dataframe("whole")
