-- grain:    one row per standing line whose reported allowed amount is not what its payment and patient share add up to
-- key:      service_line_key
-- units:    _cents are US cents
-- source:   ledger.service_line, ledger.line_adjustment, mart.line
-- severity: warning
-- title:    The allowed amount that the payer reports is payment plus patient share plus sequestration

select
    line.service_line_key,
    line.file_name,
    line.segment_number,
    line.allowed_cents as reported_cents,
    line.paid_cents
    + coalesce(line_adjustment.deductible_cents, 0)
    + coalesce(line_adjustment.coinsurance_cents, 0)
    + coalesce(line_adjustment.copayment_cents, 0)
    + coalesce(line_adjustment.sequestration_cents, 0) as added_up_cents
from mart.line
inner join ledger.service_line
    on line.service_line_key = service_line.service_line_key
left join ledger.line_adjustment
    on service_line.line_place = line_adjustment.line_place
where
    line.allowed_basis in ('amt_b6', 'export')
    and line.pool is not null
    and not service_line.is_assistant
    and line.allowed_cents
    <> line.paid_cents
    + coalesce(line_adjustment.deductible_cents, 0)
    + coalesce(line_adjustment.coinsurance_cents, 0)
    + coalesce(line_adjustment.copayment_cents, 0)
    + coalesce(line_adjustment.sequestration_cents, 0)
