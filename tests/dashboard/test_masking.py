"""No query of the dashboard hands out an identifier of a patient or claim while identifiers are hidden."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard import warehouse
from dashboard.masking import is_public, mask_rows
from tests.dashboard.every_query import list_identifiers, list_questions


def test_no_query_hands_out_an_identifier(practice_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KXWATCH_HOME", str(practice_home))
    identifiers = list_identifiers(practice_home)
    assert len(identifiers) > 100
    answered = 0
    for query_name, parameters in list_questions(practice_home):
        found = warehouse.rows(query_name, **parameters)
        answered += bool(len(found))
        said = found.astype(str).to_csv(index=False)
        assert not [value for value in identifiers if value in said], query_name
    assert answered > 60


def test_a_column_that_nobody_declared_is_hidden() -> None:
    found = mask_rows(pd.DataFrame({"nickname": ["Jane", None], "lines": [1, 2], "patient_id": ["1EG4TE5MK73", None]}))
    assert not is_public("nickname")
    assert found["nickname"].to_list()[0] == "•••"
    assert found["patient_id"].to_list()[0] == "•••MK73"
    assert found["lines"].to_list() == [1, 2]
