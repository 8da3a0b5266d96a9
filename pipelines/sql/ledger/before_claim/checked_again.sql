-- grain:  one row per kept claim that was checked again later
-- key:    file_sha256, claim_ordinal, patient_control_number, checked_at
-- units:  checked_at is UTC
-- source: staging.claim_check, ledger.claim_payment, ledger.patient_numbering, reference.claim_filing_indicator

with kept_claim as (

    select distinct
        claim_check.payee_npi,
        claim_check.patient_control_number,
        claim_check.file_sha256,
        claim_check.claim_ordinal,
        claim_check.check_date,
        claim_check.checked_at
    from staging.claim_check

),

newest_day as (

    select
        claim_check.payee_npi,
        claim_check.patient_control_number,
        claim_check.service_date,
        max(claim_check.checked_at) as newest_checked_at
    from staging.claim_check
    group by claim_check.payee_npi, claim_check.patient_control_number, claim_check.service_date

),

medicare_payment as (

    select
        claim_payment.claim_place,
        claim_payment.payment_date,
        claim_payment.payee_npi,
        claim_payment.patient_control_number
    from ledger.claim_payment
    inner join reference.claim_filing_indicator
        on claim_payment.claim_filing_indicator_code = claim_filing_indicator.claim_filing_indicator_code
    where claim_payment.claim_category in ('effective', 'taken_back') and claim_filing_indicator.is_accruing

)

-- a claim is known by its control number, also where its date of service was corrected (Decision 0185); where a
-- clinic numbers patients, or the number was adjudicated in between, by that number and a date of service in common
select
    claim_check.file_sha256,
    claim_check.claim_ordinal,
    claim_check.patient_control_number,
    claim_check.checked_at
from staging.claim_check
inner join newest_day
    on
        claim_check.payee_npi = newest_day.payee_npi
        and claim_check.patient_control_number = newest_day.patient_control_number
        and claim_check.service_date = newest_day.service_date
        and claim_check.checked_at < newest_day.newest_checked_at
union
select
    kept_claim.file_sha256,
    kept_claim.claim_ordinal,
    kept_claim.patient_control_number,
    kept_claim.checked_at
from kept_claim
inner join kept_claim as later_claim
    on
        kept_claim.payee_npi = later_claim.payee_npi
        and kept_claim.patient_control_number = later_claim.patient_control_number
        and kept_claim.checked_at < later_claim.checked_at
left join ledger.patient_numbering
    on kept_claim.payee_npi = patient_numbering.payee_npi
left join medicare_payment
    on
        kept_claim.payee_npi = medicare_payment.payee_npi
        and kept_claim.patient_control_number = medicare_payment.patient_control_number
        and kept_claim.check_date < medicare_payment.payment_date
        and later_claim.check_date >= medicare_payment.payment_date
where patient_numbering.payee_npi is null and medicare_payment.claim_place is null
