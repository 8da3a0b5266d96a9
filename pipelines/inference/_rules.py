"""The numbers in rules, as every inference asks for them."""

from __future__ import annotations

import pyarrow as pa


def read_rules(rule_parameter: pa.Table) -> dict[str, int]:
    """The numbers of reference.rule_parameter by their names."""
    names, values = (rule_parameter[column].to_pylist() for column in ("parameter_name", "parameter_value"))
    return dict(zip(names, values, strict=True))
