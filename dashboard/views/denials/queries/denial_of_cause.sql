select * replace (case when state = 'open' then days_until(reopening_deadline, $today) end as days_left)
from mart.denial
where
    service_line_key in (
        select denial_trait.service_line_key
        from mart.denial_trait
        where denial_trait.cause_dimension = $cause_dimension and denial_trait.cause_value = $cause_value
    )
    and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
    and is_in_period(first_denied_month, $period_start, $period_end)
order by expected_allowed_cents desc nulls last, service_line_key
