select
    count(*) as lines,
    cast(coalesce(sum(allowed_cents), 0) as bigint) as allowed_cents
from mart.line
where
    pool is not null
    and ($period_start is null or service_month >= $period_start)
    and ($period_end is null or service_month <= $period_end)
    and ($payee_npi is null or payee_npi = $payee_npi)
    and ($provider_npi is null or provider_npi = $provider_npi)
    and ($pool is null or pool = $pool)
    and ($payer_name is null or payer_name = $payer_name)
    and ($beneficiary_key is null or beneficiary_key = $beneficiary_key)
    and ($service_month is null or service_month = $service_month)
    and ($has_kx is null or has_kx = $has_kx)
    and ($position is null or case when kx_position = 'below' then 'below' else 'over' end = $position)
    and ($kx_finding is null or kx_finding = $kx_finding)
    and ($is_early is null or (kx_finding in ('early', 'early_unverified')) = $is_early)
    and (
        $is_far is null
        or $is_far = (
            accrued_after_cents < (
                select threshold.alert_cents
                from mart.threshold
                where threshold.calendar_year = year(line.service_date)
            )
        )
    )
