"""Decisions are numbered without gaps, dated, listed in the index, and every link and mention leads to one."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.law.decisions import FOLDER, INDEX, Decision, build_index, find_new, is_filed, read_decisions, settle_numbers
from tests.law.repository import list_texts, read_text

DECISIONS = read_decisions()
TEXT = INDEX.read_text("utf-8")


def test_numbers_are_unique_and_without_gaps() -> None:
    assert [one.number for one in DECISIONS.values()] == list(range(1, len(DECISIONS) + 1)), "run `make decisions`"


def test_a_file_is_named_by_number_and_title() -> None:
    assert [path.name for path in DECISIONS] == [one.file_name for one in DECISIONS.values()]
    assert {path.name for path in FOLDER.iterdir()} == {path.name for path in DECISIONS}


def test_no_decision_is_dated_in_the_future_or_made_twice() -> None:
    assert all(date(2026, 11, 1) <= one.decided for one in DECISIONS.values())
    titles = [one.title for one in DECISIONS.values()]
    assert sorted(titles) == sorted(set(titles))


def test_a_file_has_one_topic() -> None:
    assert {one.file_name for one in DECISIONS.values() if re.search(r"^#", one.text, re.M)} == set()


def test_the_index_is_complete() -> None:
    assert build_index(list(DECISIONS.values())) == TEXT, "run `make decisions`"


def test_links_of_the_index_are_live() -> None:
    links = re.findall(r"\]\(([^)]+)\)", TEXT)
    assert len(links) == len(DECISIONS)
    assert [link for link in links if not (INDEX.parent / link).is_file()] == []


def test_every_mention_names_a_decision() -> None:
    numbers = {f"{one.number:04}" for one in DECISIONS.values()}
    mentions = {
        (path.as_posix(), number)
        for path in list_texts()
        for found in re.findall(r"\bDecisions? (\d{4}(?:(?:,| and) \d{4})*)", read_text(path))
        for number in re.findall(r"\d{4}", found)
    }
    assert {one for one in mentions if one[1] not in numbers} == set()
    assert len(mentions) > len(DECISIONS) // 2, "decisions are named by the code that they explain"


def test_a_new_paragraph_becomes_a_decision_of_its_part() -> None:
    text = TEXT + "\n## Reading\n\n**Files are read once.** Twice lost:\nit is slower.\n\nAlso louder.\n"
    assert find_new(text) == [("Reading", "Files are read once", "Twice lost: it is slower.\n\nAlso louder.")]


def test_a_paragraph_that_a_merge_brings_back_is_dropped() -> None:
    filed = Decision(1, "Files are read once, whole", date(2026, 11, 22), "Reading", "Twice lost: it is slower.")
    (again,) = find_new("## Reading\n\n**Files are read once.** Twice lost: it is slower.\n")
    (other,) = find_new("## Reading\n\n**Files are read twice.** Once lost: it is wrong.\n")
    assert is_filed(again, [filed])
    assert not is_filed(other, [filed])


@pytest.mark.parametrize(
    ("paragraph", "title", "text"),
    [
        ("**A page has one file**: its own.", "A page has one file", "Its own."),
        ("**A page has one file**, its own.", "A page has one file", "A page has one file, its own."),
    ],
)
def test_a_title_may_begin_a_sentence(paragraph: str, title: str, text: str) -> None:
    assert find_new(f"## Reading\n\n{paragraph}\n") == [("Reading", title, text)]


def test_of_two_with_one_number_the_later_moves_to_the_end() -> None:
    early, late = (Decision(1, name, date(2026, 11, day), "Part", "Text") for day, name in enumerate("ab", start=22))
    other = Decision(2, "c", date(2026, 11, 22), "Part", "Text")
    assert [(one.number, one.title) for one in settle_numbers([late, other, early])] == [(1, "a"), (2, "c"), (3, "b")]
