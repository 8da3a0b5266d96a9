"""Codes of denials in the words of the pages, and what each kind of reason means in plain language."""

CATEGORY_NAMES = {
    "missing_kx": "missing KX",
    "signed_notice": "signed ABN (GA)",
    "benefit_maximum": "benefit maximum",
    "medical_necessity": "medical necessity",
    "modifier": "modifier",
    "duplicate": "duplicate",
    "timely_filing": "timely filing",
    "documentation": "documentation",
    "bundling": "bundling",
    "eligibility": "eligibility",
    "coverage": "coverage",
    "other": "other",
}
LEAD_NAMES = {"expired": "Lost", "open": "Recoverable", "recovered": "Recovered"}
ROUTE_NAMES = {
    "clerical_error_reopening": "clerical error reopening",
    "redetermination": "redetermination (first appeal)",
    "timely_filing": "new claim within timely filing",
    "unprocessable_resubmission": "new claim (the first could not be processed)",
    "payer_rule": "per this payer's rules",
}
BASIS_NAMES = {
    "same_year": "estimate: median of this code and clinic, same year",
    "any_year": "estimate: median of this code and clinic, all years",
    "fee_schedule": "estimate: your fee schedule",
}
LINK_NAMES = {
    "taken_back": "reversed",
    "corrected": "corrected claim",
    "billed_anew": "rebilled",
    "denied_again": "denied again",
    "duplicate": "denied as duplicate",
    "recovered": "recovered",
    "recovered_in_part": "recovered in part",
    "allowed_again": "allowed once more",
    "allowed_nothing": "adjudicated, nothing allowed",
    "allowed_for_a_while": "allowed, later reversed",
}
KNOWN_BY_NAMES = {
    "icn_family": "the payer's claim number (ICN) refers to it",
    "reversal_and_correction": "reversal of the same claim payment",
    "line_item_control_number": "our line item control number",
    "same_service": "same patient, clinic, day, code and discipline",
}
STRENGTH_NAMES = {"strong": "strong", "weak": "weak: check it"}
CANDIDATE_NAMES = {
    "line_split": "same code, split in two or other units",
    "other_discipline": "same code, another discipline",
    "other_code": "another code on the same day",
    "other_payee": "another clinic",
}
EXPLAINED_NAMES = {
    "received_order": "over the threshold as received",
    "service_date_order": "over the threshold in date-of-service order only",
    "neither": "below threshold in both orders",
}
AFTER_NAMES = {
    "another_way": "another route remains",
    "good_cause_only": "only with good cause",
    "payer_rule": "ask the payer",
}
CAUSE_NAMES = {
    "provider": "Provider",
    "clinic": "Clinic",
    "payer": "Payer",
    "weekday_of_receipt": "Weekday of receipt",
    "over_threshold": "Distance over the threshold",
    "days_to_receipt": "Days from service to receipt",
    "first_of_its_year": "First denial of the year",
}
MEANINGS = {
    "missing_kx": "the payer counts the patient as over the threshold, and the line was billed without KX",
    "signed_notice": "counted as over the threshold by the payer; with a signed ABN (GA) the patient can be billed",
    "benefit_maximum": "the payer says that a benefit is exhausted",
    "medical_necessity": "the claim does not show the payer why the service, or that much of it, was needed",
    "modifier": "a modifier is missing or invalid for the code",
    "duplicate": "the payer says it already has this service",
    "timely_filing": "the claim was filed after the payer's filing deadline",
    "documentation": "something on the claim or in the records is missing or does not match",
    "bundling": "the payer treats the service as part of another one that day",
    "eligibility": "other coverage is primary, or the patient had none that day",
    "coverage": "the payer does not cover this kind of service",
    "other": "a reason in none of these groups; the remark codes may say more",
}
CONTRACTOR_NAMES = {"default": "default", "other_payer": "another payer"}
PHRASES = {
    "denial_category": CATEGORY_NAMES,
    "mac_name": CONTRACTOR_NAMES,
    "route_category": ROUTE_NAMES,
    "next_route_category": ROUTE_NAMES,
    "estimate_basis": BASIS_NAMES,
    "link_category": LINK_NAMES,
    "known_by": KNOWN_BY_NAMES,
    "link_strength": STRENGTH_NAMES,
    "candidate_category": CANDIDATE_NAMES,
    "explained_by": EXPLAINED_NAMES,
    "after_category": AFTER_NAMES,
    "cause_dimension": CAUSE_NAMES,
}
