-- Aalen-Johansen: at each step the share still waiting times the part of those at risk who crossed then, added up.
with observed as (

    select
        case $clock when 'visits' then observed_visits else observed_days end as elapsed,
        outcome_category,
        case $compare
            when 'pool' then pool
            when 'year' then cast(calendar_year as varchar)
            else 'all'
        end as group_name
    from mart.threshold_crossing
    where
        order_basis = 'received'
        and outcome_category in ('crossed', 'ended', 'censored')
        and ($first_year is null or calendar_year >= $first_year)
        and ($last_year is null or calendar_year <= $last_year)
        and ($pool is null or pool = $pool)
        and (
            coalesce($payee_npi, $provider_npi, $payer_name) is null
            or (beneficiary_key, pool, calendar_year) in (
                select
                    crossing_provider.beneficiary_key,
                    crossing_provider.pool,
                    crossing_provider.calendar_year
                from mart.crossing_provider
                where
                    ($payee_npi is null or crossing_provider.payee_npi = $payee_npi)
                    and ($provider_npi is null or crossing_provider.provider_npi = $provider_npi)
                    and ($payer_name is null or crossing_provider.payer_name = $payer_name)
            )
        )

),

tally as (

    select
        group_name,
        elapsed,
        count(*) filter (where outcome_category = 'crossed') as crossed,
        count(*) filter (where outcome_category = 'ended') as ended,
        count(*) filter (where outcome_category = 'censored') as censored,
        count(*) as leaving
    from observed
    group by group_name, elapsed

),

at_risk as (

    select
        *,
        cast(sum(leaving) over (partition by group_name) as bigint) as patients,
        cast(sum(leaving) over from_here as bigint) as at_risk
    from tally
    window
        from_here as (
            partition by group_name
            order by elapsed
            rows between current row and unbounded following
        )

),

surviving as (

    select
        *,
        product(1 - (crossed + ended) / at_risk) over so_far as waiting_ratio
    from at_risk
    window
        so_far as (
            partition by group_name
            order by elapsed
            rows between unbounded preceding and current row
        )

),

entering as (

    select
        *,
        coalesce(lag(waiting_ratio) over (partition by group_name order by elapsed), 1) as entering_ratio
    from surviving

)

select
    group_name,
    elapsed,
    crossed,
    ended,
    censored,
    at_risk,
    patients,
    waiting_ratio,
    sum(entering_ratio * crossed / at_risk) over up_to_here as crossed_ratio,
    sum(entering_ratio * ended / at_risk) over up_to_here as ended_ratio,
    cast(sum(crossed) over up_to_here as bigint) as crossed_so_far,
    cast(sum(ended) over up_to_here as bigint) as ended_so_far,
    cast(sum(censored) over up_to_here as bigint) as censored_so_far
from entering
window
    up_to_here as (
        partition by group_name
        order by elapsed
        rows between unbounded preceding and current row
    )
order by group_name, elapsed
