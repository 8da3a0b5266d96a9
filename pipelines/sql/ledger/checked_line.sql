-- grain:  one row per checked claim line, as it was checked last, with its first adjudication after that
-- key:    payee_npi, patient_control_number, line_number
-- units:  checked_at is UTC; is_denied is null while the line is not adjudicated
-- source: staging.claim_check, ledger.claim_payment, ledger.service_line

with newest as (

    select
        claim_check.*,
        row_number() over (
            partition by claim_check.payee_npi, claim_check.patient_control_number, claim_check.line_number
            order by claim_check.checked_at desc, claim_check.file_sha256
        ) as newest_first
    from staging.claim_check
    where claim_check.patient_control_number is not null

),

checked as (

    select
        newest.*,
        row_number() over (
            partition by
                newest.payee_npi, newest.patient_control_number, newest.procedure_code, newest.service_date
            order by newest.line_number
        ) as equal_number
    from newest
    where newest.newest_first = 1

),

-- the first claim payment of the claim after the check
answer as (

    select
        claim.payee_npi,
        claim.patient_control_number,
        min(10000000000000000 * claim_payment.payment_rank + claim_payment.claim_place) as first_turn
    from (
        select
            checked.payee_npi,
            checked.patient_control_number,
            max(checked.check_date) as check_date
        from checked
        group by checked.payee_npi, checked.patient_control_number
    ) as claim
    inner join ledger.claim_payment
        on
            claim.payee_npi = claim_payment.payee_npi
            and claim.patient_control_number = claim_payment.patient_control_number
    where
        claim_payment.claim_category in ('effective', 'taken_back')
        and (claim.check_date is null or claim_payment.payment_date > claim.check_date)
    group by claim.payee_npi, claim.patient_control_number

),

answered as (

    select
        answer.payee_npi,
        answer.patient_control_number,
        service_line.procedure_code,
        service_line.service_date,
        service_line.is_denied,
        service_line.denial_category,
        service_line.payment_date,
        row_number() over (
            partition by
                answer.payee_npi, answer.patient_control_number, service_line.procedure_code, service_line.service_date
            order by service_line.line_place
        ) as equal_number
    from answer
    inner join ledger.claim_payment
        on
            answer.payee_npi = claim_payment.payee_npi
            and answer.patient_control_number = claim_payment.patient_control_number
            and answer.first_turn = 10000000000000000 * claim_payment.payment_rank + claim_payment.claim_place
    inner join ledger.service_line
        on claim_payment.claim_place = service_line.claim_place

)

select
    checked.payee_npi,
    checked.patient_control_number,
    checked.line_number,
    checked.file_sha256,
    checked.file_name,
    checked.segment_number,
    checked.service_date,
    checked.procedure_code,
    checked.modifiers,
    checked.rule_names,
    checked.check_date,
    checked.checked_at,
    answered.is_denied,
    answered.denial_category,
    answered.payment_date
from checked
left join answered
    on
        checked.payee_npi = answered.payee_npi
        and checked.patient_control_number = answered.patient_control_number
        and checked.procedure_code = answered.procedure_code
        and checked.service_date = answered.service_date
        and checked.equal_number = answered.equal_number
