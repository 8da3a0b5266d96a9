"""The checklist is answered by a person, and a notice exists or it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipelines.casebook import Casebook, Entry, SeenAnother, open_casebook
from pipelines.casework import notices, readiness
from pipelines.casework.decisions import Signature
from pipelines.casework.notices import begin_notice, derive_notices, find_notice, record_notice
from pipelines.casework.readiness import Readiness, derive_readiness, list_missing, read_items, record_readiness
from pipelines.casework.rules import NotAllowed
from pipelines.settings import Settings

ROSA = Signature("Rosa", "warehouse-3.duckdb")
SIGNED, LAST = date(2026, 3, 1), date(2027, 2, 28)
NOTICE = begin_notice("b1", ["97110", " 97530 ", ""], SIGNED, LAST, "mandatory")


@pytest.fixture
def book(settings: Settings) -> Casebook:
    """A casebook in a file."""
    return open_casebook(settings)


def read(book: Casebook) -> Readiness:
    return derive_readiness(book.read(readiness.KINDS))["c1"]


def test_every_item_has_a_question_and_a_source() -> None:
    assert len(read_items()) == 6
    assert all(item.question.endswith("?") and item.source for item in read_items())


def test_answers_are_kept_and_added_to(book: Casebook) -> None:
    empty = Readiness("c1")
    assert len(list_missing(empty)) == 6
    record_readiness(book, empty, replace(empty, answers={"plan_of_care": "yes", "signature": "no"}), ROSA)
    before = read(book)
    record_readiness(book, before, replace(before, answers={**before.answers, "signature": "yes"}, note="p. 3"), ROSA)
    after = read(book)
    assert after.answers == {"plan_of_care": "yes", "signature": "yes"}
    assert (after.note, after.version, after.answered_by, after.seen) == ("p. 3", 1, "Rosa", 2)
    assert {item.code for item in list_missing(after)} == {
        *("progress_report", "skilled_need", "minutes_and_units", "re_evaluation"),
    }
    with pytest.raises(SeenAnother):
        record_readiness(book, before, replace(before, note="other"), ROSA)


@pytest.mark.parametrize("answers", [{"plan_of_care": "maybe"}, {"shoe_size": "yes"}])
def test_what_the_checklist_does_not_know_is_refused(book: Casebook, answers: dict[str, str]) -> None:
    with pytest.raises(NotAllowed, match="no such item"):
        record_readiness(book, Readiness("c1"), Readiness("c1", answers), ROSA)
    with pytest.raises(NotAllowed, match="Nothing was changed"):
        record_readiness(book, Readiness("c1"), Readiness("c1"), ROSA)


def test_a_notice_covers_its_patient_services_and_days(book: Casebook) -> None:
    record_notice(book, NOTICE, ROSA)
    found = derive_notices(book.read(notices.KINDS))
    assert found == [replace(NOTICE, recorded_by="Rosa")]
    assert found[0].procedure_codes == ("97110", "97530")
    assert find_notice(found, "b1", "97110", SIGNED) == found[0]
    assert find_notice(found, "b1", "97110", LAST) == found[0]
    for patient, code, day in (
        ("b2", "97110", SIGNED),
        ("b1", "97140", SIGNED),
        ("b1", "97110", date(2026, 2, 28)),
        ("b1", "97110", date(2027, 3, 1)),
    ):
        assert find_notice(found, patient, code, day) is None


def test_a_notice_without_codes_is_for_all_services(book: Casebook) -> None:
    record_notice(book, begin_notice("b1", [], SIGNED, LAST, "voluntary"), ROSA)
    found = find_notice(derive_notices(book.read(notices.KINDS)), "b1", "G0283", SIGNED)
    assert found is not None
    assert found.kind == "voluntary"


def test_a_notice_that_was_entered_by_mistake_is_undone(book: Casebook) -> None:
    event = record_notice(book, NOTICE, ROSA)
    book.append(Entry("decision_undone", event.subject, "Rosa", {"undoes": event.sequence}))
    assert derive_notices(book.read(notices.KINDS)) == []


@pytest.mark.parametrize(
    ("notice", "said"),
    [
        (replace(NOTICE, kind="oral"), "mandatory or voluntary"),
        (replace(NOTICE, last_date=date(2026, 2, 1)), "before the day the notice was signed"),
    ],
)
def test_a_notice_that_cannot_be_is_refused(book: Casebook, notice: notices.Notice, said: str) -> None:
    with pytest.raises(NotAllowed, match=said):
        record_notice(book, notice, ROSA)
