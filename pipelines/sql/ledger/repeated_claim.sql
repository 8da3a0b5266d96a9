-- grain:  one row per claim payment that repeats an earlier one
-- key:    claim_place
-- units:  none
-- source: staging.claim_payment, staging.service_line, ledger.usable_claim

with suspect as (

    select
        usable_claim.claim_place,
        usable_claim.claim_rank,
        usable_claim.payment_trace_number,
        usable_claim.payer_claim_control_number,
        usable_claim.claim_status_code,
        usable_claim.claim_charge_cents,
        usable_claim.claim_paid_cents,
        claim_payment.statement_from_date,
        count(*) over (
            partition by
                usable_claim.payment_trace_number,
                usable_claim.payer_claim_control_number,
                usable_claim.claim_status_code
        ) as alike
    from ledger.usable_claim
    inner join staging.claim_payment
        on usable_claim.claim_place = claim_payment.claim_place

),

-- only claim payments that share their numbers are compared line by line
line_text as (

    select
        suspect.claim_place,
        concat_ws(
            '|',
            coalesce(service_line.procedure_code, ''),
            service_line.modifiers,
            coalesce(service_line.service_date, service_line.service_start_date, suspect.statement_from_date),
            service_line.charge_cents,
            service_line.paid_cents
        ) as content
    from suspect
    inner join staging.service_line
        on suspect.claim_place = service_line.claim_place
    where suspect.alike > 1

),

claim_text as (

    select
        line_text.claim_place,
        string_agg(line_text.content, ';' order by line_text.content) as content
    from line_text
    group by line_text.claim_place

),

compared as (

    select
        suspect.claim_place,
        first_value(suspect.claim_place) over (
            partition by
                suspect.payment_trace_number,
                suspect.payer_claim_control_number,
                suspect.claim_status_code,
                coalesce(claim_text.content, concat(suspect.claim_charge_cents, '|', suspect.claim_paid_cents))
            order by suspect.claim_rank
        ) as first_claim_place
    from suspect
    left join claim_text
        on suspect.claim_place = claim_text.claim_place
    where suspect.alike > 1

)

select
    claim_place,
    first_claim_place
from compared
where claim_place <> first_claim_place
