-- grain:  one row per claim payment that repeats an earlier one
-- key:    claim_place
-- units:  none
-- source: staging.service_line, ledger.usable_claim, ledger.line_amount

-- Decisions 0018 and 0072.

-- payers give every remittance without money the same trace number: there the payment date counts too
with numbered as (

    select
        usable_claim.claim_place,
        usable_claim.claim_rank,
        usable_claim.claim_charge_cents,
        usable_claim.claim_paid_cents,
        concat_ws(
            '|',
            usable_claim.matched_trace_number,
            usable_claim.matched_claim_number,
            usable_claim.matched_status_code,
            case when usable_claim.claim_paid_cents = 0 then usable_claim.payment_date end
        ) as numbers
    from ledger.usable_claim

),

suspect as (

    select
        numbered.*,
        count(*) over (partition by numbered.numbers) as alike
    from numbered

),

-- only claim payments that share their numbers are compared line by line
line_text as (

    select
        suspect.claim_place,
        concat_ws(
            '|',
            coalesce(plain_number(service_line.procedure_code), ''),
            line_amount.modifier_list,
            line_amount.used_service_date,
            line_amount.charge_cents,
            line_amount.paid_cents
        ) as content
    from suspect
    inner join staging.service_line
        on suspect.claim_place = service_line.claim_place
    inner join ledger.line_amount
        on service_line.line_place = line_amount.line_place
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
                suspect.numbers,
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
