-- grain:  one row per final claim and account that a claim of the files, or a kept one, replaces or voids
-- key:    line_place, pool, calendar_year
-- units:  amount_cents is US cents that will be reversed; line_place is the first line of the replacing claim
-- source: claim.line, ledger.claim_payment, ledger.accruing_line, ledger.beneficiary, reference.replacing_frequency

with replacing as (

    select
        line.file_number,
        line.claim_place,
        line.is_pending,
        line.created_date as received_date,
        line.account_patient_number,
        plain_number(line.original_claim_control_number) as original_number,
        min(line.line_place) as line_place
    from claim.line
    inner join reference.replacing_frequency
        on line.claim_frequency_code = replacing_frequency.claim_frequency_code
    where line.original_claim_control_number is not null and (line.is_judged or line.is_pending)
    group by
        line.file_number,
        line.claim_place,
        line.is_pending,
        line.created_date,
        line.account_patient_number,
        plain_number(line.original_claim_control_number)

),

replaced as (

    select
        replacing.file_number,
        replacing.claim_place,
        replacing.line_place,
        replacing.is_pending,
        replacing.received_date,
        replacing.account_patient_number,
        replacing.original_number,
        accruing_line.pool,
        accruing_line.calendar_year,
        cast(sum(accruing_line.allowed_cents) as bigint) as amount_cents
    from replacing
    inner join ledger.claim_payment
        on replacing.original_number = plain_number(claim_payment.payer_claim_control_number)
    inner join ledger.beneficiary
        on
            claim_payment.beneficiary_ordinal = beneficiary.beneficiary_ordinal
            and replacing.account_patient_number = beneficiary.patient_number
    inner join ledger.accruing_line
        on claim_payment.claim_place = accruing_line.claim_place
    group by
        replacing.file_number,
        replacing.claim_place,
        replacing.line_place,
        replacing.is_pending,
        replacing.received_date,
        replacing.account_patient_number,
        replacing.original_number,
        accruing_line.pool,
        accruing_line.calendar_year

),

-- an original is reversed once
turned as (

    select
        replaced.*,
        max(case when replaced.is_pending then 1 else 0 end) over original as has_pending,
        row_number() over (
            partition by replaced.original_number, replaced.pool, replaced.calendar_year, replaced.file_number
            order by replaced.line_place
        ) as turn
    from replaced
    window original as (partition by replaced.original_number, replaced.pool, replaced.calendar_year)

)

select
    turned.file_number,
    turned.claim_place,
    turned.line_place,
    turned.is_pending,
    turned.received_date,
    turned.account_patient_number,
    turned.pool,
    turned.calendar_year,
    turned.amount_cents
from turned
where turned.turn = 1 and (turned.is_pending or turned.has_pending = 0)
