"""Raw segments: the line's own are marked, those of other lines are folded, nothing can run."""

from dashboard.components.evidence.segments import is_era, read_segments, write_html

CLAIM = "\n".join(
    [
        "CLP*ACC12345*1*150*90.94**MB*ICN1",
        "NM1*QC*1*DOE*JANE****MI*1EG4TE5MK73",
        "NM1*82*1*THERAPIST*TESS****XX*1234567893",
        "SVC*HC:97110:GP*150*0**2",
        "CAS*CO*119*150",
        "SVC*HC:97140:GP:KX*92.5*40",
        "DTM*472*20260105",
    ]
)


def test_a_line_is_its_svc_up_to_the_next() -> None:
    segments = read_segments(CLAIM, 100, 103)
    assert [each.number for each in segments if each.is_marked] == [103, 104]


def test_the_last_line_reaches_to_the_end_of_the_claim_payment() -> None:
    assert [each.number for each in read_segments(CLAIM, 100, 105) if each.is_marked] == [105, 106]


def test_a_place_outside_the_claim_payment_marks_nothing() -> None:
    assert not any(each.is_marked for each in read_segments(CLAIM, 100, 400))


def test_a_row_of_an_export_is_one_line() -> None:
    segments = read_segments("1EG4TE5MK73,DOE,97110\n1EG4TE5MK73,DOE,97140", 7, 8)
    assert [each.number for each in segments if each.is_marked] == [8]
    assert not is_era("1EG4TE5MK73,DOE,97110")


def test_segments_of_other_lines_are_folded() -> None:
    shown = write_html(read_segments(CLAIM, 100, 105))
    assert "<summary>2 of other lines of this claim payment</summary>" in shown
    assert shown.count('class="own"') == 2


def test_markup_in_a_file_is_text() -> None:
    assert "<script>" not in write_html(read_segments("CLP*<script>*1", 1, 1))
