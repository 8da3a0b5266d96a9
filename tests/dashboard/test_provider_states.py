"""Odd practices on the parts of the providers page: a sentence or an honest empty state, never an error."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from dashboard.views.providers.tabs import PARTS
from tests.builders import claim, line, npi, payment, remittances
from tests.dashboard.conftest import ShowPage
from tests.dashboard.page_builds import build_for
from tests.facts import ClaimPayment


def treat(provider: str, patients: int, modifiers: str, filing: str = "MB") -> list[ClaimPayment]:
    names = [f"{provider}N{number}" for number in range(patients)]
    return [
        claim(f"I{name}", line("97110", modifiers), patient=name, provider=provider, filing=filing) for name in names
    ]


PRACTICES = {
    "no number of a provider": (treat("", 12, "GP KX"), ""),
    "one provider": (treat(npi(11), 12, "GP KX"), npi(1)),
    "nobody with KX": ([*treat(npi(11), 12, "GP"), *treat(npi(12), 12, "GP")], npi(1)),
    "everybody with KX": ([*treat(npi(11), 12, "GP KX"), *treat(npi(12), 12, "GP KX")], npi(1)),
    "institutional": ([*treat(npi(11), 12, "GP KX", "MA"), *treat(npi(12), 12, "GP KX", "MA")], npi(1)),
}


@pytest.fixture(scope="module")
def build_odd(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The home of an odd practice, built when it is asked for the first time."""

    @cache
    def build(name: str) -> Path:
        claims, clinic = PRACTICES[name]
        home = tmp_path_factory.mktemp("odd") / "home"
        files = {"one.835": remittances(payment(*claims, on="2026-01-20", npi=clinic))}
        build_for(home, files, "providers")
        return home

    return build


@pytest.mark.parametrize("name", PRACTICES)
def test_every_part_opens_over_an_odd_practice(name: str, show: ShowPage, build_odd: Callable[[str], Path]) -> None:
    home = build_odd(name)
    for part in PARTS:
        app = show(home, "providers", view=part, period="2026-01")
        assert not app.exception, part
        assert not app.error, part


def test_institutional_patients_lead_to_no_signature_but_are_shown(
    show: ShowPage, build_odd: Callable[[str], Path]
) -> None:
    app = show(build_odd("institutional"), "providers", view="start")
    shown = next(table.value for table in app.dataframe if "signature_category" in table.value)
    assert set(shown["signature_category"]) == {"too few patients"}
    assert shown["institutional_kx_accounts"].tolist() == [24, 12, 12]
    assert any("24 institutional patients shown separately" in caption.value for caption in app.caption)
