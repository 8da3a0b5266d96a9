"""Crosswalk files: links that chain, links that contradict, and circles."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.errors import RefusedFile
from pipelines.sources.kinds.identity_crosswalk import CrosswalkLinks, read_identity_crosswalk
from pipelines.sources.source_file import SourceFile
from tests.sources.export_rows import list_findings, list_rows


def _read(*rows: str) -> SourceFile:
    content = "\n".join(["old_patient_id,new_patient_id", *rows]).encode()
    return read_identity_crosswalk(content, 1, "c" * 64, "crosswalk.csv")


def _links(source: SourceFile) -> list[tuple[str, str]]:
    return [(link["old_patient_id"], link["new_patient_id"]) for link in list_rows(source, "identity_crosswalk")]


def test_links_chain() -> None:
    source = _read("A,B", "B,C", "Z,C")
    assert (_links(source), source.set_aside) == ([("A", "B"), ("B", "C"), ("Z", "C")], 0)


@pytest.mark.parametrize("rows", [["A,B", "B,A"], ["X,Y", "A,B", " b ,C", "C,a"]])
def test_a_circle_refuses_the_file_without_naming_anybody(rows: list[str]) -> None:
    with pytest.raises(RefusedFile) as caught:
        _read(*rows)
    first = 2 if len(rows) == 2 else 3
    assert caught.value.kind == "identity_crosswalk"
    assert caught.value.reason.startswith(f"crosswalk.csv, rows {first}, {first + 1}")
    assert "lead back" in caught.value.reason


def test_a_second_new_identifier_for_the_same_old_one_is_not_used() -> None:
    source = _read("A,B", "a ,C")
    assert (_links(source), list_findings(source), source.set_aside) == (
        [("A", "B")],
        [(3, "contradicts_earlier_row")],
        1,
    )


def test_links_that_link_nothing_are_noted_together() -> None:
    source = _read("A,A", "B,C", "b,c")
    (note,) = list_rows(source, "finding")
    assert (_links(source), source.set_aside, note["is_set_aside"]) == ([("B", "C")], 0, False)
    assert note["reason"].startswith("crosswalk.csv, row 2 and 1 more: ")


@pytest.mark.parametrize(("row", "rule"), [(",B", "missing_value"), ("A,", "missing_value"), ("=A,B", "formula_text")])
def test_a_row_that_breaks_a_rule_is_not_used(row: str, rule: str) -> None:
    source = _read(row, "C,D")
    assert (_links(source), list_findings(source)) == ([("C", "D")], [(2, rule)])


def test_cycles_are_found_over_several_files() -> None:
    links = CrosswalkLinks([("A", "B"), ("D", "D"), ("A", "X")])
    assert links.add([("E", "F"), ("D", "E")]) is None
    sentence = links.add([("b ", "C"), ("C", "a")])
    assert sentence is not None
    assert links.add([("B", "G"), ("G", "D")]) is None
    assert sentence.startswith("3 links of the identity crosswalk lead back")


LINKS = st.dictionaries(st.sampled_from("ABCDEFGH"), st.sampled_from("ABCDEFGH"))


@given(LINKS)
@settings(deadline=None)
def test_following_the_links_ends_unless_a_cycle_is_reported(links: dict[str, str]) -> None:
    links = {old: new for old, new in links.items() if old != new}
    ends = []
    for start in links:
        current = start
        for _ in links:
            current = links.get(current, current)
        ends.append(current not in links)
    assert (CrosswalkLinks().add(links.items()) is None) == all(ends)
