"""Lists rejected requests (AAA) of an eligibility response: why there is no answer, and what to do.

Decision 0131.
"""

from __future__ import annotations

import numpy as np

from pipelines.sources.finding import Finding
from pipelines.sources.source_file import Origin
from pipelines.sources.x12.segments import SegmentMap

_REASON_ELEMENT = 3
# AAA03 in our words; the person's details are what the 270 said
_REASONS = {
    "15": "required details of the request are missing",
    "33": "the request has an invalid input",
    "35": "the patient is out of the payer's network",
    "41": "the provider is not authorized to ask",
    "42": "the payer's system could not answer at that time; ask again later",
    "43": "the provider's identifier is missing or invalid",
    "44": "the provider's name is missing or invalid",
    "45": "the provider's specialty is missing or invalid",
    "50": "the provider may not inquire about this patient",
    "51": "the provider is not on file",
    "52": "the date of service does not fit the provider's enrollment",
    "56": "the date asked for is missing or invalid",
    "57": "the dates asked for are missing or invalid",
    "58": "the birth date is missing or invalid",
    "60": "the birth date is after the date of service",
    "61": "the date of death is before the date of service",
    "62": "the date of service is outside what the payer can look up",
    "63": "the date of service is in the future",
    "64": "the patient's identifier is missing or invalid",
    "65": "the patient's name is missing or invalid",
    "67": "the patient was not found",
    "68": "the patient is on file more than once",
    "71": "the birth date differs from the payer's",
    "72": "the patient's identifier is missing or invalid",
    "73": "the patient's name is missing or invalid",
    "74": "the patient's sex is missing or invalid",
    "75": "the patient was not found",
    "76": "the identifier is on file more than once",
    "78": "the patient is not in the group or plan named",
    "79": "the request names no participant that the payer knows",
    "80": "the payer gives no answer to this request",
}


def list_rejections(segments: SegmentMap, origin: Origin) -> list[Finding]:
    """One finding a rejection (AAA): of a patient's request, of one benefit, or of the whole response."""
    levels, benefits = segments.find("HL"), segments.find("EB")
    findings = []
    for position in segments.find("AAA").tolist():
        level = levels[: np.searchsorted(levels, position)]
        code = segments.read_element(int(level[-1]), _REASON_ELEMENT) if len(level) else ""
        is_benefit = len(level) and np.any((benefits > level[-1]) & (benefits < position))
        subject = "one benefit" if is_benefit else "this patient's request" if code in ("22", "23") else "the request"
        reason = segments.read_element(position, _REASON_ELEMENT)
        words = _REASONS.get(reason, "the response gives a code that kxwatch does not know")
        number = segments.number(position)
        findings.append(
            Finding(
                number,
                "eligibility_request_rejected",
                f"{origin.file_name}, segment {number} (AAA03 {reason or 'empty'}): the payer rejected {subject}: "
                f"{words}. Correct the request and check eligibility again.",
            )
        )
    return findings
