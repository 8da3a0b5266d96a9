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
ROUTE_NAMES = {
    "clerical_error_reopening": "clerical-error reopening",
    "redetermination": "redetermination (first appeal)",
    "timely_filing": "new claim within timely filing",
    "unprocessable_resubmission": "new claim (the first could not be processed)",
    "payer_rule": "as this payer's rules say",
}
BASIS_NAMES = {
    "same_year": "estimate: median of this code and clinic, same year",
    "any_year": "estimate: median of this code and clinic, all years",
    "fee_schedule": "estimate: your fee schedule",
}
LINK_NAMES = {
    "taken_back": "taken back",
    "corrected": "corrected claim",
    "billed_anew": "billed anew",
    "denied_again": "denied again",
    "duplicate": "called a duplicate",
    "recovered": "recovered",
    "recovered_in_part": "recovered in part",
    "allowed_again": "allowed once more",
    "allowed_nothing": "answered with nothing allowed",
    "allowed_for_a_while": "allowed, later taken back",
}
KNOWN_BY_NAMES = {
    "icn_family": "the payer's claim number refers to it",
    "reversal_and_correction": "reversal of the same claim payment",
    "line_item_control_number": "our own line number",
    "same_service": "same patient, clinic, day, code and discipline",
}
STRENGTH_NAMES = {"strong": "strong", "weak": "weak: look at it"}
CANDIDATE_NAMES = {
    "line_split": "same code, split in two or other units",
    "other_discipline": "same code, another discipline",
    "other_code": "another code on the same day",
    "other_payee": "another clinic",
}
EXPLAINED_NAMES = {
    "received_order": "over it as received",
    "service_date_order": "over it by service date only",
    "neither": "over it in neither order",
}
AFTER_NAMES = {
    "another_way": "another way stays open",
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
    "first_of_its_year": "First of its year",
}
MEANINGS = {
    "missing_kx": "the payer counts the threshold as reached and the line came without KX",
    "signed_notice": "the threshold counts as reached, and a signed ABN (modifier GA) lets the patient be charged",
    "benefit_maximum": "the payer says that a benefit is used up",
    "medical_necessity": "the payer does not see from the claim why the service was needed, or so much of it",
    "modifier": "a modifier is missing or does not go with the code",
    "duplicate": "the payer says that it has this service already",
    "timely_filing": "the claim came after the payer's last day for claims",
    "documentation": "something on the claim or in the records is missing or does not match",
    "bundling": "the payer counts the service as part of another one of that day",
    "eligibility": "another coverage is due, or there was none on that day",
    "coverage": "the payer does not cover this kind of service",
    "other": "a reason that is in none of our groups; the remark codes may say more",
}
CONTRACTOR_NAMES = {"default": "any contractor (general rule)", "other_payer": "another payer"}
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
