select
    count(*) filter (where allowed_basis = 'secondary') as secondary_lines,
    cast(coalesce(sum(allowed_cents) filter (where allowed_basis = 'secondary'), 0) as bigint) as secondary_cents,
    count(*) filter (where allowed_basis = 'cost') as cost_lines,
    cast(coalesce(sum(allowed_cents) filter (where allowed_basis = 'cost'), 0) as bigint) as cost_cents
from mart.line
where
    pool is not null
    and is_in_period(date_trunc('month', payment_date), $period_start, $period_end)
    and is_chosen(payee_npi, $payee_npi)
    and is_chosen(payer_name, $payer_name)
