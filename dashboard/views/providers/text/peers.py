"""What is said about public peers: where our shares lie against the band, and its limitations."""

import pandas as pd

from dashboard.formats import each_row, format_count, format_percent

EMPTY = (
    "No CMS benchmark file imported. CMS publishes the **Physician/Supplier Procedure Summary** (PSPS) every "
    "year, free to download: services by procedure, modifier, specialty and Medicare contractor, without "
    "patients or providers. Download the CSV from data.cms.gov and import it with `kxwatch build FILE`; a year in"
    " a column `year` is used. It shows how common KX is."
)
CAVEATS = (
    "The band runs from the contractor at the 10th percentile of services to the one at the 90th, ordered by"
    " KX share. The public file has two modifier positions, so KX in the third or fourth is missed and "
    "the band is too low; it counts services, not patients, and our dots count lines; it is a year late; "
    "small cells are suppressed. A share outside the band is a reason to look, not a finding."
)
SPECIALTIES = {"65": "physical therapists (65)", "67": "occupational therapists (67)", "15": "speech-language (15)"}


def name_specialty(code: str | None) -> str:
    """A specialty as CMS numbers it, in words where we know them."""
    return "all specialties" if code is None else SPECIALTIES.get(code, f"specialty {code}")


def title_peers(compared: pd.DataFrame) -> str:
    """The message of the chart: how many procedures lie above their band, and the one with most lines."""
    banded = compared.dropna(subset=["low_ratio"])
    if banded.empty:
        return "None of our procedures is in the public file"
    above = [row for row in each_row(banded) if row.kx_lines > row.high_ratio * row.lines]
    first = banded.iloc[0]
    own = (
        f"KX on {format_percent(int(first['kx_lines']), int(first['lines']))} of our lines (n {int(first['lines']):,})"
    )
    others = f"{first['low_ratio']:.0%} to {first['high_ratio']:.0%} between"
    return (
        f"{len(above)} of {format_count(len(banded), 'procedure')} above the band of public peers; "
        f"{first['procedure_code']}: {own}, {others} {format_count(int(first['carriers_count']), 'contractor')}"
    )


def say_carriers(compared: pd.DataFrame) -> str:
    """Which contractors are in the band."""
    numbers = sorted({number for text in compared["carrier_numbers"].dropna() for number in str(text).split(", ")})
    return f"Contractors in the band: {', '.join(numbers)}."
