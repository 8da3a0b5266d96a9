-- grain:  one row per reversal, and per earlier claim payment that a reversal may name
-- key:    claim_place
-- units:  claim_rank orders by payment; content is the lines as text, opposite_content with their amounts turned round
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

claim_number as (

    select reversal.matched_claim_number as number
    from reversal
    union
    select reversal.matched_original_number as number
    from reversal

),

patient_number as (

    select distinct reversal.matched_patient_number as number
    from reversal

),

-- the three ways in which a reversal can name its original
concerned as (

    select claim.*
    from claim
    left join claim_number
        on claim.matched_claim_number = claim_number.number and claim_number.number <> ''
    left join patient_number
        on claim.matched_patient_number = patient_number.number and patient_number.number <> ''
    where claim.is_reversal or claim_number.number is not null or patient_number.number is not null

),

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

)

-- a claim payment without lines compares by its own amounts
select
    concerned.claim_place,
    concerned.claim_rank,
    concerned.is_reversal,
    concerned.matched_claim_number,
    concerned.matched_original_number,
    concerned.matched_patient_number,
    coalesce(
        claim_text.content, concat('no lines|', concerned.claim_charge_cents, '|', concerned.claim_paid_cents)
    ) as content,
    coalesce(
        claim_text.opposite_content,
        concat('no lines|', -concerned.claim_charge_cents, '|', -concerned.claim_paid_cents)
    ) as opposite_content
from concerned
left join claim_text
    on concerned.claim_place = claim_text.claim_place
