"""While identifiers are hidden, an 835 element shows only where it is known to hold no identifier."""

import pytest

from dashboard.segment_masking import list_segment_names, mask_segments
from pipelines.sources.era_835.faults import KNOWN_SEGMENTS

SECRET = "1EG4TE5MK73"
SHOWN = {
    "CLP*ACC12345*1*150*90.94**MB*2600123456789*11*1": "CLP*•••2345*1*150*90.94**MB*•••6789*11*1",
    "CAS*CO*45*12.5*1*253*1.86": "CAS*CO*45*12.5*1*253*1.86",
    "SVC*HC:97110:GP:KX*150*90.94**2*HC:97112*3": "SVC*HC:97110:GP:KX*150*90.94**2*HC:97112*3",
    "SVC*HC:97110:GP::::MARY DOE*150*0": "SVC*HC:97110:GP::::•••*150*0",
    "NM1*QC*1*DOE*JANE*Q***MI*1EG4TE5MK73": "NM1*QC*1*•••*•••*•••***MI*•••MK73",
    "NM1*IL*1*DOE*JANE****34*123456789": "NM1*IL*1*•••*•••****34*•••",
    "NM1*74*1*DOE*JANE****C*1EG4TE5MK73": "NM1*74*1*•••*•••****C*•••",
    "NM1*82*1*THERAPIST*TESS****XX*1234567893": "NM1*82*1*THERAPIST*TESS****XX*1234567893",
    "NM1*82*1*THERAPIST*TESS****FI*123456789": "NM1*82*1*THERAPIST*TESS****FI*•••",
    "NM1*GB*1*DOE*JOHN****MI*1EG4TE5MK73": "NM1*•••*•••*•••*•••****•••*•••",
    "REF*SY*123456789": "REF*•••*•••",
    "REF*EA*MRN-12345": "REF*•••*•••",
    "REF*6R*DOE-JANE-1": "REF*•••*•••",
    "REF*HPI*1234567893": "REF*HPI*1234567893",
    "REF*F8*2600123456789": "REF*F8*•••6789",
    "DTM*472*20260105": "DTM*472*20260105",
    "DTM*150*19410203": "DTM*150*19410203",
    "DTM*222*19410203": "DTM*•••*•••",
    "DMG*D8*19410203*F": "DMG*•••*•••*•••",
    "N3*12 HARBOR ST": "N3*•••",
    "N4*SPRINGFIELD*MA*01101": "N4*•••*•••*•••",
    "PER*IC*JANE DOE*TE*5551234567": "PER*•••*•••*•••*•••",
    "AMT*B6*116": "AMT*B6*116",
    "AMT*B6*1EG4TE5MK73": "AMT*B6*•••",
    "QTY*ZK*3": "QTY*ZK*3",
    "LQ*HE*N362": "LQ*HE*N362",
    "MOA***MA01*N362": "MOA***MA01*N362",
    "MIA*0***MA01": "MIA*0***•••",
    "NTE*ADD*JANE DOE": "NTE*•••*•••",
    "JANE*DOE": "•••*•••",
    "": "•••",
}


@pytest.mark.parametrize(("sent", "shown"), SHOWN.items())
def test_an_element_shows_only_where_it_is_listed(sent: str, shown: str) -> None:
    assert mask_segments(f"CLP*A1*1\n{sent}").split("\n")[1] == shown


@pytest.mark.parametrize("name", [*KNOWN_SEGMENTS, "DMG", "XYZ"])
def test_an_identifier_shows_at_most_its_last_four_in_any_place_of_any_segment(name: str) -> None:
    for qualifier in ("", "QC", "IL", "82", "74", "SY", "HPI", "F8", "472", "B6", "HE", "1"):
        for place in range(2, 25):
            elements = [name, qualifier, *[""] * (place - 2), SECRET]
            shown = mask_segments("CLP*A1*1\n" + "*".join(elements)).split("\n")[1]
            is_provider_name = name == "NM1" and qualifier == "82" and place in (3, 4, 5)
            assert is_provider_name or SECRET[:-4] not in shown, shown


def test_a_segment_that_is_not_listed_shows_its_name_alone() -> None:
    for name in {*KNOWN_SEGMENTS, "DMG"}:
        assert name in list_segment_names()


def test_other_separators_hide_as_much() -> None:
    assert mask_segments("CLP|ACC12345|1\nNM1|QC|1|DOE\nSVC|HC^97110^GP|1").split("\n") == [
        "CLP|•••2345|1",
        "NM1|QC|1|•••",
        "SVC|HC^97110^GP|1",
    ]


def test_rows_of_an_export_are_hidden_whole() -> None:
    assert SECRET not in mask_segments(f"{SECRET},DOE,97110\n{SECRET},DOE,97140")
    assert mask_segments("CLP") == mask_segments("x")
