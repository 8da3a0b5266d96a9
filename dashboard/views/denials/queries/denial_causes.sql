select
    cause_dimension,
    cause_value,
    min(cause_rank) as cause_rank,
    count(*) as denied_services,
    cast(sum(expected_allowed_cents) as bigint) as expected_allowed_cents,
    cast(sum(recovered_expected_cents) as bigint) as recovered_cents,
    cast(sum(open_cents) as bigint) as open_cents,
    cast(sum(expired_cents) as bigint) as expired_cents
from mart.denial_trait
where
    is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
    and is_in_period(first_denied_month, $period_start, $period_end)
group by cause_dimension, cause_value
order by cause_dimension, expected_allowed_cents desc, cause_rank, cause_value
