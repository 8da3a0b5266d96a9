"""Adds the names of providers, clinics and patients to rows that have only their numbers."""

from typing import Any

import pandas as pd

from dashboard.formats import format_name, plain_text
from dashboard.warehouse import rows

NAME_LOOKUPS = (("provider_npi", "provider_name", "provider_names"), ("payee_npi", "payee_name", "clinic_names"))


def add_names(table: pd.DataFrame) -> pd.DataFrame:
    """The same rows with provider_name, payee_name, patient_id and patient_name beside the numbers they belong to.

    Patient columns come masked unless the person at the screen asked to see them.
    """
    named = table
    for number, name, query_name in NAME_LOOKUPS:
        if number in named and name not in named:
            known = rows(query_name)
            named = _beside(named, number, {name: dict(zip(known[number], map(format_name, known[name]), strict=True))})
    if "beneficiary_key" in named and "patient_id" not in named:
        keys = tuple(sorted(set(named["beneficiary_key"])))
        known = rows("patient_names", beneficiary_keys=keys)
        columns = ("patient_id", "patient_name")
        names = {
            column: dict(zip(known["beneficiary_key"], map(_plain, known[column]), strict=True)) for column in columns
        }
        named = _beside(named, "beneficiary_key", names)
    return named


def provider_name(provider_npi: str) -> str:
    """The provider's name, else the NPI."""
    known = rows("provider_names")
    found = known.loc[known["provider_npi"] == provider_npi, "provider_name"].dropna()
    return format_name(str(found.iloc[0])) if len(found) else provider_npi


def read_rule(parameter_name: str) -> int:
    """The number of one rule; a name that the warehouse does not know is a broken build."""
    known = rows("rule_parameters").set_index("parameter_name")["parameter_value"]
    return int(known[parameter_name])


def fill_rules(text: str) -> str:
    """Text with `{parameter_name}` replaced by the number of that rule; an unknown name is a broken build."""
    known = rows("rule_parameters")
    return text.format_map(
        dict(zip(known["parameter_name"], map("{:,}".format, known["parameter_value"]), strict=True))
    )


def _plain(value: Any) -> Any:
    return plain_text(value) if isinstance(value, str) else value


def _beside(table: pd.DataFrame, number: str, names: dict[str, dict[Any, Any]]) -> pd.DataFrame:
    """Put the new columns left of their number."""
    named = table.copy()
    for offset, (column, known) in enumerate(names.items()):
        values = [known.get(value) for value in table[number]]
        named.insert(int(table.columns.get_loc(number)) + offset, column, values)  # type: ignore[arg-type]
    return named
