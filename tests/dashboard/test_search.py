"""Search: finds by every number a person has at hand, says no more than the role may see, and leaves no trace."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from dashboard.components.search_text import NOTHING, ask_for
from tests.dashboard.conftest import ShowPage
from tests.dashboard.sample_practice import ask, ask_text

CLAIM = "select min(payer_claim_control_number) from mart.denial_worklist"
ACCOUNT = "select min(patient_control_number) from mart.line"
CHECK = "select min(payment_trace_number) from mart.payment"


def search(app: AppTest, typed: str) -> list[tuple[str, str]]:
    """Words and address of the links that are found."""
    app.text_input(key="search_typed").input(typed).run()
    assert not app.exception
    links = [link.proto for link in app.get("page_link")]
    found = [(link.label, f"{link.page}?{link.query_string}") for link in links]
    return [(label, address) for label, address in found if label.startswith(("Patient", "Claim", "Payment", "Prov"))]


def test_every_number_leads_to_its_page(practice_home: Path, show: ShowPage) -> None:
    app = show(practice_home, "claim_check")
    person = ask(practice_home, "select * from mart.beneficiary order by patient_id").iloc[0]
    dashed = f" {person['patient_id'][:4]}-{person['patient_id'][4:].lower()} "
    (patient,) = search(app, dashed)
    assert f"patient={person['beneficiary_key']}" in patient[1]
    assert any("open the claim to correct" in label for label, _ in search(app, ask_text(practice_home, CLAIM)))
    assert all("patient=" in address for _, address in search(app, ask_text(practice_home, ACCOUNT)))
    assert any("table=Payments" in address for _, address in search(app, ask_text(practice_home, CHECK)))
    provider = ask(practice_home, "select * from mart.provider where provider_name is not null").iloc[0]
    for typed in (provider["provider_npi"], provider["provider_name"].split()[0].lower()):
        assert any(f"chosen={provider['provider_npi']}" in address for _, address in search(app, typed))


def test_nothing_of_what_is_typed_is_shown_whole_or_kept(practice_home: Path, show: ShowPage) -> None:
    app = show(practice_home, "claim_check")
    person = ask(practice_home, "select * from mart.beneficiary order by patient_id").iloc[0]
    for typed in (person["patient_id"], ask_text(practice_home, CLAIM)):
        links = search(app, typed)
        assert links
        assert not [words for link in links for words in link if typed in words]
        assert typed not in str(app.query_params)
    kept = [path for path in practice_home.rglob("*") if path.suffix in (".log", ".json", ".jsonl", ".sqlite", ".db")]
    assert not [path for path in kept if person["patient_id"].encode() in path.read_bytes()]


def test_names_are_searched_only_while_they_are_shown(practice_home: Path, show: ShowPage) -> None:
    app = show(practice_home, "claim_check")
    name = ask_text(practice_home, "select min(patient_name) from mart.beneficiary")
    assert not [label for label, _ in search(app, name) if label.startswith("Patient")]
    app.toggle(key="identifiers_shown").set_value(True).run()
    labels = [label for label, _ in search(app, " ".join(reversed(name.replace(",", " ").split())))]
    assert [label for label in labels if label.startswith("Patient")]


def test_what_is_not_there_gets_a_sentence(practice_home: Path, show: ShowPage) -> None:
    app = show(practice_home, "claim_check")
    for typed in ("", "  ", "no such thing", "' or 1=1 --", "%", "-", "a", "<script>alert(1)</script>"):
        assert search(app, typed) == [], typed
        said = [info.value for info in app.info]
        assert (NOTHING in said) == bool(typed.strip()), typed


def test_a_patient_is_looked_up_by_a_hash() -> None:
    asked = [ask_for(typed, is_name_searched=False)["search_patients"] for typed in ("1EG4-TE5-MK73", "1eg4te5mk73 ")]
    assert asked[0] == asked[1]
    assert len(str(asked[0]["words_key"])) == 64
    assert not [part for name, part in asked[0].items() if part and name != "words_key"]
