-- grain:  one row per kept claim line that is not adjudicated yet and that no claim of the files at hand replaces
-- key:    line_place
-- units:  paid_units are units as submitted; line_place is below zero and follows the order of the checks
-- source: ledger.checked_line, claim.submitted, ledger.identity, ledger.beneficiary, ledger.service_line,
--         ledger.patient_numbering, reference.replacing_frequency, reference.rule_parameter, source.check_parameter

-- after so many days without a remittance the claim was lost or rejected
with recent as (

    select cast(check_parameter.order_date - cast(rule_parameter.parameter_value as integer) as date) as from_date
    from source.check_parameter
    inner join reference.rule_parameter
        on rule_parameter.parameter_name = 'submitted_claim_days'

),

-- a claim that is checked again counts as it is now
at_hand as (

    select distinct
        checked_line.file_sha256,
        checked_line.claim_ordinal,
        checked_line.patient_control_number,
        checked_line.checked_at
    from ledger.checked_line
    inner join claim.submitted
        on
            checked_line.payee_npi = submitted.payee_npi
            and checked_line.patient_control_number = submitted.patient_control_number
    left join ledger.patient_numbering
        on checked_line.payee_npi = patient_numbering.payee_npi
    where patient_numbering.payee_npi is null or checked_line.service_date = submitted.service_date
    union
    select
        checked_line.file_sha256,
        checked_line.claim_ordinal,
        checked_line.patient_control_number,
        checked_line.checked_at
    from ledger.checked_line
    inner join claim.submitted
        on
            checked_line.payee_npi = submitted.payee_npi
            and plain_number(checked_line.original_claim_control_number)
            = plain_number(submitted.original_claim_control_number)

),

-- Medicare will deny as a duplicate what it allowed already, unless the claim says that it replaces
allowed_already as (

    select distinct
        checked_line.file_sha256,
        checked_line.segment_number,
        checked_line.checked_at
    from ledger.checked_line
    left join ledger.identity
        on checked_line.patient_number = identity.old_patient_number
    inner join ledger.beneficiary
        on coalesce(identity.new_patient_number, checked_line.patient_number) = beneficiary.patient_number
    inner join ledger.service_line
        on
            beneficiary.beneficiary_ordinal = service_line.beneficiary_ordinal
            and checked_line.payee_npi = service_line.payee_npi
            and checked_line.service_date = service_line.service_date
            and checked_line.procedure_code = service_line.procedure_code
    left join reference.replacing_frequency
        on checked_line.claim_frequency_code = replacing_frequency.claim_frequency_code
    where
        service_line.claim_category = 'effective'
        and service_line.pool is not null
        and service_line.allowed_cents > 0
        and replacing_frequency.claim_frequency_code is null

)

select
    row_number() over (
        order by checked_line.checked_at desc, checked_line.file_sha256 desc, checked_line.segment_number desc
    ) * -2 as line_place,
    checked_line.file_sha256,
    checked_line.claim_ordinal,
    checked_line.line_number,
    checked_line.patient_control_number,
    checked_line.patient_number,
    checked_line.payee_npi,
    checked_line.service_date,
    checked_line.procedure_code,
    checked_line.modifiers,
    checked_line.paid_units,
    checked_line.claim_filing_indicator_code,
    checked_line.claim_frequency_code,
    checked_line.original_claim_control_number,
    checked_line.checked_at,
    coalesce(checked_line.created_date, checked_line.check_date) as received_date
from ledger.checked_line
cross join recent
left join at_hand
    on
        checked_line.file_sha256 = at_hand.file_sha256
        and checked_line.claim_ordinal = at_hand.claim_ordinal
        and checked_line.patient_control_number = at_hand.patient_control_number
        and checked_line.checked_at = at_hand.checked_at
left join allowed_already
    on
        checked_line.file_sha256 = allowed_already.file_sha256
        and checked_line.segment_number = allowed_already.segment_number
        and checked_line.checked_at = allowed_already.checked_at
where
    not checked_line.is_adjudicated
    and allowed_already.checked_at is null
    and at_hand.checked_at is null
    and coalesce(checked_line.check_date, checked_line.created_date, recent.from_date) >= recent.from_date
