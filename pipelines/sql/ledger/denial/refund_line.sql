-- grain:  one row per line denied for reason 119 as patient responsibility, without a notice, not reversed
-- key:    line_place
-- units:  patient_share_cents is US cents: what the remittance lays on the patient
-- source: ledger.service_occurrence, ledger.service_line, ledger.denial, staging.adjustment,
--         ledger.claim_share, reference.adjustment_group, reference.adjustment_reason

-- Decision 0019.

with denied as (

    select
        service_line.line_place,
        service_occurrence.service_place,
        service_occurrence.standing_category
    from ledger.service_occurrence
    inner join ledger.service_line
        on service_occurrence.line_place = service_line.line_place
    inner join reference.adjustment_group
        on service_line.denial_group_code = adjustment_group.adjustment_group_code
    inner join reference.adjustment_reason
        on service_line.denial_reason_code = adjustment_reason.adjustment_reason_code
    where
        service_line.is_denied
        and service_line.claim_category = 'effective'
        and service_line.pool is not null
        and not service_line.has_notice
        and adjustment_group.liable_party = 'patient'
        and adjustment_reason.is_missing_attestation

),

applied as (

    select
        adjustment.line_place,
        adjustment.adjustment_group_code,
        adjustment.adjustment_cents
    from staging.adjustment
    where adjustment.line_place is not null
    union all
    select
        claim_share.line_place,
        claim_share.adjustment_group_code,
        claim_share.share_cents as adjustment_cents
    from ledger.claim_share

)

select
    denied.line_place,
    denied.service_place,
    denied.standing_category,
    cast(sum(applied.adjustment_cents) as bigint) as patient_share_cents
from denied
inner join ledger.denial
    on denied.service_place = denial.service_place
inner join applied
    on denied.line_place = applied.line_place
inner join reference.adjustment_group
    on applied.adjustment_group_code = adjustment_group.adjustment_group_code
where adjustment_group.liable_party = 'patient'
group by denied.line_place, denied.service_place, denied.standing_category
