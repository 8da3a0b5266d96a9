-- Denied services by trait and value; `is_leading`: among the fewest values of the trait with half of its dollars.
with summed as (

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

)

select
    cause_dimension,
    cause_value,
    cause_rank,
    denied_services,
    expected_allowed_cents,
    recovered_cents,
    open_cents,
    expired_cents,
    2 * coalesce(
        sum(expected_allowed_cents) over (
            partition by cause_dimension
            order by expected_allowed_cents desc, cause_rank, cause_value
            rows between unbounded preceding and 1 preceding
        ),
        0
    ) < sum(expected_allowed_cents) over (partition by cause_dimension) as is_leading
from summed
order by cause_dimension, expected_allowed_cents desc, cause_rank, cause_value
