"""SQL and dull Python are asked the same questions. KXWATCH_EXAMPLES asks more of them than `make test` does."""

from __future__ import annotations

import os
from contextlib import closing

from hypothesis import HealthCheck, given, settings

from tests.oracle.comparison import list_differences, read_ledger
from tests.oracle.ledger import build_ledger
from tests.oracle.practice import Practice
from tests.oracle.towns import towns
from tests.planned_models import open_planned

EXAMPLES = int(os.environ.get("KXWATCH_EXAMPLES", "25"))


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="KXWATCH_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(towns())
def test_every_table_of_the_contract_equals_the_oracles(town: Practice) -> None:
    expected = build_ledger(town)
    files = [(file.name, file.content) for file in town.files]
    with closing(open_planned(files, town.as_of)) as warehouse:
        differences = list_differences(read_ledger(warehouse, expected), expected)
    assert not differences, "\n".join(differences)
