select
    count(*) filter (where allowed_basis = 'secondary') as secondary_lines,
    cast(coalesce(sum(allowed_cents) filter (where allowed_basis = 'secondary'), 0) as bigint) as secondary_cents,
    count(*) filter (where allowed_basis = 'cost') as cost_lines,
    cast(coalesce(sum(allowed_cents) filter (where allowed_basis = 'cost'), 0) as bigint) as cost_cents
from mart.line
where
    pool is not null
    and ($period_start is null or date_trunc('month', payment_date) >= $period_start)
    and ($period_end is null or date_trunc('month', payment_date) <= $period_end)
    and ($payee_npi is null or payee_npi = $payee_npi)
    and ($payer_name is null or payer_name = $payer_name)
