-- grain:    one row per line in a pool whose reported allowed amount is not what its payments and shares add up to
-- key:      service_line_key
-- units:    _cents are US cents
-- source:   ledger.entry, ledger.service_line, reference.adjustment_role, mart.line
-- severity: warning
-- title:    The allowed amount that the payer reports is its payment, sequestration, patient's and other payers' share

with shared as (

    select
        entry.line_place,
        cast(-sum(entry.amount_cents) as bigint) as shared_cents
    from ledger.entry
    inner join reference.adjustment_role
        on
            entry.adjustment_group_code = adjustment_role.adjustment_group_code
            and entry.adjustment_reason_code = adjustment_role.adjustment_reason_code
    group by entry.line_place

)

select
    line.service_line_key,
    line.file_name,
    line.segment_number,
    line.allowed_cents as reported_cents,
    line.paid_cents + coalesce(shared.shared_cents, 0) as added_up_cents
from mart.line
inner join ledger.service_line
    on line.service_line_key = service_line.service_line_key
left join shared
    on service_line.line_place = shared.line_place
where
    line.allowed_basis in ('amt_b6', 'export')
    and line.pool is not null
    and not service_line.is_assistant
    and line.allowed_cents <> line.paid_cents + coalesce(shared.shared_cents, 0)
