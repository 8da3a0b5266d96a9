"""The band between carriers: nearest ranks weighted by services, the newest file of a year; made-up numbers."""

from __future__ import annotations

from tests.scenarios import expect, told
from tests.sources.test_public_peer import HEADER, peer_row, write_peers

BAND = "mart.peer_band"


def _carrier(number: int, kx: int, plain: int, **more: str) -> list[str]:
    place = f"{number:05}"
    return [
        peer_row("GP", "KX", str(kx), str(kx // 10), carrier=place, **more),
        peer_row("GP", "", str(plain), "0", carrier=place, **more),
    ]


def test_the_band_holds_the_middle_eighty_percent_of_the_services() -> None:
    """Shares 0.1, 0.2, 0.3, 0.9 with 50, 400, 500, 50 of 1,000 services: the tenth lies in the second carrier."""
    rows = [*_carrier(1, 5, 45), *_carrier(2, 80, 320), *_carrier(3, 150, 350), *_carrier(4, 45, 5)]
    with told(write_peers(*rows)) as warehouse:
        expect(
            warehouse,
            BAND,
            """
            calendar_year | procedure_code | specialty_code | carriers_count | services_count | low_ratio | high_ratio
            -             | 97110          | 65             | 4              | 1000           | 0.2       | 0.3
            -             | 97110          | -              | 4              | 1000           | 0.2       | 0.3
            """,
        )
        expect(
            warehouse,
            BAND,
            "kx_service_ratio | kx_denied_ratio | plain_denied_ratio | carrier_numbers\n"
            "0.28 | 0.096429 | 0 | 00001, 00002, 00003, 00004",
            "specialty_code = '65'",
        )


def test_specialties_have_bands_of_their_own_and_one_together() -> None:
    rows = [*_carrier(1, 10, 90), *_carrier(1, 50, 50, specialty="67")]
    with told(write_peers(*rows)) as warehouse:
        expect(
            warehouse,
            BAND,
            "specialty_code | services_count | kx_service_ratio\n65 | 100 | 0.1\n67 | 100 | 0.5\n- | 200 | 0.3",
        )


def test_the_newest_file_of_a_year_holds() -> None:
    older = write_peers(f"{peer_row('GP', '', '100', '0')},2023", f"{peer_row('GP', '', '50', '0')},2022",
                        header=HEADER + ",year")  # fmt: skip
    newer = write_peers(f"{peer_row('GP', '', '120', '0')},2023", header=HEADER + ",year")
    with told(older, newer) as warehouse:
        expect(
            warehouse,
            "mart.public_peer",
            "calendar_year | services_count | kx_service_ratio | kx_denied_ratio | plain_denied_ratio\n"
            "2022 | 50 | 0 | - | 0\n2023 | 120 | 0 | - | 0",
        )


def test_a_file_of_suppressed_counts_has_no_band() -> None:
    with told(write_peers(peer_row("GP", "KX", "*", "*"))) as warehouse:
        expect(warehouse, BAND, "procedure_code", "true")
        expect(warehouse, "mart.public_peer", "services_count | blank_rows | kx_service_ratio\n0 | 1 | -")
