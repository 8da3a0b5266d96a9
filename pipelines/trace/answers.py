"""Shows what was answered about prior use before the line was received, back to the segments of its file."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.sources.x12.document import ELIGIBILITY
from pipelines.sources.x12.interchange import split_interchanges
from pipelines.sources.x12.segments import SegmentMap, build_segment_map
from pipelines.trace.layout import show_fields, show_segments, show_text
from pipelines.trace.stages import Row, Stages, read_stored

_ANSWERS = """
select answer.*
from warehouse.mart.prior_use_answer as answer
where
    beneficiary_key = $beneficiary and pool = $pool and calendar_year = $year and as_of_date <= $order_date
order by as_of_date, file_name, segment_number
"""
_FACTS = ("as_of_date", "prior_use_grade", "used_cents", "prior_use_cents", "prior_use_low_cents")
# what belongs to a benefit (EB) behind it
_DETAILS = ("DTP", "MSG", "REF", "III", "HSD")


def show_answers(stages: Stages, line: Row, position: Row) -> Iterator[str]:
    """Each answer about the account that was known for the line; ► marks the amount in its file."""
    answers = stages.rows(
        _ANSWERS,
        beneficiary=line["beneficiary_key"],
        pool=line["pool"],
        year=line["calendar_year"],
        order_date=line["order_date"],
    )
    for answer in answers:
        is_holding = (answer["prior_use_cents"], answer["prior_use_grade"]) == (
            position["prior_use_cents"],
            position["prior_use_grade"],
        )
        yield from show_text(
            f"Prior use from {answer['file_name']}, {_place(answer)}{' (holds for this line)' if is_holding else ''}:"
        )
        yield from show_fields({name: answer[name] for name in _FACTS})
        if answer["kind"] == ELIGIBILITY.kind:
            yield from show_segments(_read_benefit(stages, answer))


def _place(answer: Row) -> str:
    noun = "segment" if answer["kind"] == ELIGIBILITY.kind else "row"
    return f"{noun} {answer['segment_number']:,}"


def _read_benefit(stages: Stages, answer: Row) -> Iterator[tuple[int, str, bool]]:
    """The person and the benefit, from the stored bytes."""
    offer = stages.rows(
        "from source.offer where file_sha256 = $sha256 and status = 'accepted'", sha256=answer["file_sha256"]
    )[0]
    benefit = stages.rows(
        "from source.eligibility_benefit where file_sha256 = $sha256 and segment_number = $number",
        sha256=answer["file_sha256"],
        number=answer["segment_number"],
    )[0]
    before = 0
    for interchange in split_interchanges(read_stored(stages, offer), offer["file_name"], ELIGIBILITY):
        segments = build_segment_map(interchange, before)
        before += len(segments.starts)
        yield from _pick(segments, benefit["person_segment_number"], is_marked=False)
        yield from _pick(segments, benefit["segment_number"], is_marked=True)


def _pick(segments: SegmentMap, number: int, *, is_marked: bool) -> Iterator[tuple[int, str, bool]]:
    """The segment with this number, a marked one with what belongs to it; nothing where it stands elsewhere."""
    found = (segments.numbers == number).nonzero()[0]
    for position in map(int, found):
        yield number, segments.element.decode().join(segments.read(position)), is_marked
        following = position + 1
        while is_marked and following < len(segments.starts) and segments.read_element(following, 0) in _DETAILS:
            yield segments.number(following), segments.element.decode().join(segments.read(following)), False
            following += 1
