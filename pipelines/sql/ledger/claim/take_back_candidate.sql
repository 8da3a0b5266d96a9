-- grain:  one row per reversal and earlier claim payment that it may take back
-- key:    reversal_place, claim_place
-- units:  preference counts from 1, the best first
-- source: staging.service_line, ledger.line_amount, ledger.usable_claim, ledger.repeated_claim

with claim as (

    select usable_claim.*
    from ledger.usable_claim
    left join ledger.repeated_claim
        on usable_claim.claim_place = repeated_claim.claim_place
    where repeated_claim.claim_place is null

),

reversal as (

    select claim.*
    from claim
    where claim.is_reversal

),

-- the three ways in which a reversal can name its original, best first
named as (

    select
        reversal.claim_place as reversal_place,
        claim.claim_place,
        1 as tier
    from reversal
    inner join claim
        on reversal.matched_claim_number = claim.matched_claim_number
    where reversal.matched_claim_number <> '' and not claim.is_reversal and claim.claim_rank < reversal.claim_rank
    union all
    select
        reversal.claim_place as reversal_place,
        claim.claim_place,
        2 as tier
    from reversal
    inner join claim
        on reversal.matched_original_number = claim.matched_claim_number
    where not claim.is_reversal and claim.claim_rank < reversal.claim_rank
    union all
    select
        reversal.claim_place as reversal_place,
        claim.claim_place,
        3 as tier
    from reversal
    inner join claim
        on reversal.matched_patient_number = claim.matched_patient_number
    where reversal.matched_patient_number <> '' and not claim.is_reversal and claim.claim_rank < reversal.claim_rank

),

concerned as (

    select named.reversal_place as claim_place
    from named
    union
    select named.claim_place
    from named

),

-- every concerned claim payment written as text twice, as it is and with its amounts turned round
line_text as (

    select
        service_line.claim_place,
        concat_ws(
            '|',
            coalesce(plain_number(service_line.procedure_code), ''),
            line_amount.modifier_list,
            line_amount.used_service_date
        ) as content,
        line_amount.charge_cents,
        line_amount.paid_cents
    from staging.service_line
    inner join concerned
        on service_line.claim_place = concerned.claim_place
    inner join ledger.line_amount
        on service_line.line_place = line_amount.line_place

),

claim_text as (

    select
        line_text.claim_place,
        string_agg(
            concat(line_text.content, '|', line_text.charge_cents, '|', line_text.paid_cents),
            ';' order by line_text.content, line_text.charge_cents, line_text.paid_cents
        ) as content,
        string_agg(
            concat(line_text.content, '|', -line_text.charge_cents, '|', -line_text.paid_cents),
            ';' order by line_text.content, -line_text.charge_cents, -line_text.paid_cents
        ) as opposite_content
    from line_text
    group by line_text.claim_place

),

judged as (

    select
        named.reversal_place,
        named.claim_place,
        min(named.tier) as tier,
        coalesce(
            max(reversal_text.opposite_content) = max(claim_text.content),
            max(reversal.claim_charge_cents) = -max(claim.claim_charge_cents)
            and max(reversal.claim_paid_cents) = -max(claim.claim_paid_cents)
            and max(reversal_text.content) is null and max(claim_text.content) is null
        ) as is_opposite,
        max(claim.claim_rank) as claim_rank
    from named
    inner join reversal
        on named.reversal_place = reversal.claim_place
    inner join claim
        on named.claim_place = claim.claim_place
    left join claim_text as reversal_text
        on named.reversal_place = reversal_text.claim_place
    left join claim_text
        on named.claim_place = claim_text.claim_place
    group by named.reversal_place, named.claim_place

)

select
    reversal_place,
    claim_place,
    tier,
    is_opposite,
    row_number() over (
        partition by reversal_place
        order by tier, is_opposite desc, claim_rank desc
    ) as preference
from judged
where tier < 3 or is_opposite
