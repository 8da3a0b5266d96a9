-- grain:  one row per denied service and step of its life after the first denial
-- key:    service_place, link_sequence
-- units:  link_sequence counts from 1 in the order of payment; _cents are US cents
-- source: ledger.denial, ledger.service_occurrence, ledger.service_line, ledger.claim_payment, ledger.take_back

with occurrence as (

    select
        denial.service_place,
        denial.denied_line_place,
        denial.recovering_line_place,
        denial.is_recovered_in_part,
        denial.state,
        service_occurrence.event_number,
        service_occurrence.line_place,
        service_occurrence.is_denied,
        service_occurrence.claim_category,
        service_line.payment_rank,
        service_line.payment_date,
        service_line.charge_cents,
        service_line.paid_units,
        service_line.allowed_cents,
        service_line.denial_category,
        service_line.line_item_control_number,
        claim_payment.claim_place,
        claim_payment.payment_place,
        claim_payment.payer_name,
        claim_payment.payer_claim_control_number,
        claim_payment.original_claim_control_number,
        claim_payment.patient_control_number,
        reversal.claim_place as reversal_place,
        reversal.payment_rank as reversal_rank,
        reversal.payment_date as reversal_date,
        take_back.tier,
        take_back.is_opposite
    from ledger.denial
    inner join ledger.service_occurrence
        on denial.service_place = service_occurrence.service_place
    inner join ledger.service_line
        on service_occurrence.line_place = service_line.line_place
    inner join ledger.claim_payment
        on service_line.claim_place = claim_payment.claim_place
    left join ledger.claim_payment as reversal
        on claim_payment.taken_back_by_place = reversal.claim_place
    left join ledger.take_back
        on reversal.claim_place = take_back.reversal_place

),

first_denial as (

    select *
    from occurrence
    where line_place = denied_line_place

),

-- how a later occurrence is known to belong to what came before it
paired as (

    select
        later.service_place,
        later.line_place,
        bool_or(
            plain_number(later.original_claim_control_number) = plain_number(earlier.payer_claim_control_number)
            or (
                plain_number(later.payer_claim_control_number) = plain_number(earlier.payer_claim_control_number)
                and later.payer_claim_control_number <> ''
            )
        ) as is_same_family,
        bool_or(earlier.reversal_rank <= later.payment_rank) as is_after_reversal,
        bool_or(later.line_item_control_number = earlier.line_item_control_number) as is_same_line_item,
        bool_or(
            later.payer_name is not distinct from earlier.payer_name
            and later.charge_cents = earlier.charge_cents
            and later.patient_control_number = earlier.patient_control_number
        ) as is_alike
    from occurrence as later
    inner join first_denial
        on later.service_place = first_denial.service_place
    inner join occurrence as earlier
        on later.service_place = earlier.service_place and later.event_number > earlier.event_number
    where later.event_number > first_denial.event_number
    group by later.service_place, later.line_place

),

known as (

    select
        occurrence.*,
        coalesce(paired.is_after_reversal, false) as is_after_reversal,
        case
            when paired.is_same_family then 'icn_family'
            when paired.is_after_reversal then 'reversal_and_correction'
            when paired.is_same_line_item then 'line_item_control_number'
            else 'same_service'
        end as known_by,
        case
            when paired.is_same_family or paired.is_after_reversal or paired.is_same_line_item or paired.is_alike
                then 'strong'
            else 'weak'
        end as link_strength
    from occurrence
    inner join paired
        on occurrence.line_place = paired.line_place

),

-- each later occurrence is two steps: how it was sent, and what came back; a take-back is a step of its own
step as (

    select
        known.service_place,
        known.line_place,
        known.payment_rank,
        1 as turn,
        known.payment_date as link_date,
        case
            when known.is_after_reversal or known.known_by = 'icn_family' then 'corrected' else 'billed_anew'
        end as link_category,
        known.known_by,
        known.link_strength
    from known
    union all
    select
        known.service_place,
        known.line_place,
        known.payment_rank,
        2 as turn,
        known.payment_date as link_date,
        case
            when known.is_denied and known.denial_category = 'duplicate' then 'duplicate'
            when known.is_denied then 'denied_again'
            when known.claim_category = 'taken_back' then 'allowed_for_a_while'
            when known.allowed_cents <= 0 then 'allowed_nothing'
            when known.line_place <> known.recovering_line_place or known.state <> 'recovered' then 'allowed_again'
            when known.is_recovered_in_part then 'recovered_in_part'
            else 'recovered'
        end as link_category,
        known.known_by,
        known.link_strength
    from known
    union all
    select
        occurrence.service_place,
        occurrence.line_place,
        occurrence.reversal_rank as payment_rank,
        0 as turn,
        occurrence.reversal_date as link_date,
        'taken_back' as link_category,
        case when occurrence.tier = 2 then 'icn_family' else 'reversal_and_correction' end as known_by,
        case when occurrence.is_opposite then 'strong' else 'weak' end as link_strength
    from occurrence
    inner join first_denial
        on occurrence.service_place = first_denial.service_place
    where occurrence.claim_category = 'taken_back' and occurrence.event_number >= first_denial.event_number

)

select
    service_place,
    row_number() over (
        partition by service_place
        order by payment_rank, turn, line_place
    ) as link_sequence,
    line_place,
    link_date,
    link_category,
    known_by,
    link_strength
from step
