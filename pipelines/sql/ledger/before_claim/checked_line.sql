-- grain:  one row per kept claim line, as its claim was checked last, with its first adjudication after that
-- key:    file_sha256, segment_number, checked_at
-- units:  checked_at is UTC; is_denied is null while the line is not adjudicated; paid_units are units as submitted
-- source: staging.claim_check, ledger.claim_payment, ledger.service_line, ledger.identity, ledger.beneficiary,
--         ledger.checked_again, reference.claim_filing_indicator

with checked as (

    select
        claim_check.*,
        row_number() over (
            partition by
                claim_check.file_sha256,
                claim_check.checked_at,
                claim_check.claim_ordinal,
                claim_check.patient_control_number,
                claim_check.procedure_code,
                claim_check.service_date
            order by claim_check.line_number
        ) as equal_number
    from staging.claim_check
    left join ledger.checked_again
        on
            claim_check.file_sha256 = checked_again.file_sha256
            and claim_check.claim_ordinal = checked_again.claim_ordinal
            and claim_check.patient_control_number = checked_again.patient_control_number
            and claim_check.checked_at = checked_again.checked_at
    where claim_check.patient_control_number is not null and checked_again.checked_at is null

),

-- what Medicare adjudicated; another payer of the same claim says nothing about it
medicare_payment as (

    select
        claim_payment.claim_place,
        claim_payment.payment_rank,
        claim_payment.payment_date,
        claim_payment.payee_npi,
        claim_payment.patient_control_number
    from ledger.claim_payment
    inner join reference.claim_filing_indicator
        on claim_payment.claim_filing_indicator_code = claim_filing_indicator.claim_filing_indicator_code
    where claim_payment.claim_category in ('effective', 'taken_back') and claim_filing_indicator.is_accruing

),

answer as (

    select
        medicare_payment.payee_npi,
        medicare_payment.patient_control_number,
        medicare_payment.payment_date,
        medicare_payment.payment_rank,
        medicare_payment.claim_place,
        service_line.procedure_code,
        service_line.service_date,
        service_line.is_denied,
        service_line.denial_category,
        row_number() over (
            partition by service_line.claim_place, service_line.procedure_code, service_line.service_date
            order by service_line.line_place
        ) as equal_number
    from (
        select distinct
            checked.payee_npi,
            checked.patient_control_number
        from checked
    ) as claim
    inner join medicare_payment
        on
            claim.payee_npi = medicare_payment.payee_npi
            and claim.patient_control_number = medicare_payment.patient_control_number
    inner join ledger.service_line
        on medicare_payment.claim_place = service_line.claim_place

),

answered as (

    select
        checked.file_sha256,
        checked.segment_number,
        checked.checked_at,
        answer.is_denied,
        answer.denial_category,
        answer.payment_date,
        row_number() over (
            partition by checked.file_sha256, checked.segment_number, checked.checked_at
            order by answer.payment_rank, answer.claim_place
        ) as first_first
    from checked
    inner join answer
        on
            checked.payee_npi = answer.payee_npi
            and checked.patient_control_number = answer.patient_control_number
            and checked.procedure_code = answer.procedure_code
            and checked.service_date = answer.service_date
            and checked.equal_number = answer.equal_number
            and answer.payment_date > coalesce(checked.check_date, cast('1900-01-01' as date))

),

-- its remittance arrived: for that claim and day whatever the code, or for that service under another number
adjudicated as (

    select
        checked.file_sha256,
        checked.segment_number,
        checked.checked_at
    from checked
    inner join answer
        on
            checked.payee_npi = answer.payee_npi
            and checked.patient_control_number = answer.patient_control_number
            and checked.service_date = answer.service_date
            and answer.payment_date > coalesce(checked.check_date, cast('1900-01-01' as date))
    union
    select
        checked.file_sha256,
        checked.segment_number,
        checked.checked_at
    from checked
    left join ledger.identity
        on checked.patient_number = identity.old_patient_number
    inner join ledger.beneficiary
        on coalesce(identity.new_patient_number, checked.patient_number) = beneficiary.patient_number
    inner join ledger.service_line
        on
            beneficiary.beneficiary_ordinal = service_line.beneficiary_ordinal
            and checked.payee_npi = service_line.payee_npi
            and checked.service_date = service_line.service_date
            and checked.procedure_code = service_line.procedure_code
    inner join medicare_payment
        on
            service_line.claim_place = medicare_payment.claim_place
            and medicare_payment.payment_date > coalesce(checked.check_date, cast('1900-01-01' as date))

)

select
    checked.payee_npi,
    checked.patient_control_number,
    checked.patient_number,
    checked.line_number,
    checked.claim_ordinal,
    checked.file_sha256,
    checked.file_name,
    checked.segment_number,
    checked.service_date,
    checked.procedure_code,
    checked.modifiers,
    checked.paid_units,
    checked.claim_filing_indicator_code,
    checked.claim_frequency_code,
    checked.original_claim_control_number,
    checked.rule_names,
    checked.created_date,
    checked.check_date,
    checked.checked_at,
    answered.is_denied,
    answered.denial_category,
    answered.payment_date,
    adjudicated.checked_at is not null as is_adjudicated
from checked
left join answered
    on
        checked.file_sha256 = answered.file_sha256
        and checked.segment_number = answered.segment_number
        and checked.checked_at = answered.checked_at
        and answered.first_first = 1
left join adjudicated
    on
        checked.file_sha256 = adjudicated.file_sha256
        and checked.segment_number = adjudicated.segment_number
        and checked.checked_at = adjudicated.checked_at
