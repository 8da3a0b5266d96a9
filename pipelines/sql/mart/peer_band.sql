-- grain:  one row per year, procedure and specialty of the Procedure Summary; a null specialty is all of them
-- key:    calendar_year, procedure_code, specialty_code
-- units:  _count are units of service; _ratio is 0 to 1; low and high hold 80 percent of the services between them
-- source: ledger.public_peer, reference.rule_parameter

-- Decision 0043.

with bound as (

    select
        max(case when rule_parameter.parameter_name = 'peer_low_percent' then rule_parameter.parameter_value end)
            as low_percent,
        max(case when rule_parameter.parameter_name = 'peer_high_percent' then rule_parameter.parameter_value end)
            as high_percent
    from reference.rule_parameter

),

widened as (

    select
        public_peer.*,
        public_peer.specialty_code as band_specialty_code
    from ledger.public_peer
    where public_peer.specialty_code is not null
    union all
    select
        public_peer.*,
        cast(null as varchar) as band_specialty_code
    from ledger.public_peer

),

by_carrier as (

    select
        widened.calendar_year,
        widened.procedure_code,
        widened.band_specialty_code,
        widened.carrier_number,
        cast(sum(widened.services_count) as bigint) as services_count,
        cast(sum(widened.kx_services_count) as bigint) as kx_services_count,
        cast(sum(widened.denied_services_count) as bigint) as denied_services_count,
        cast(sum(widened.kx_denied_services_count) as bigint) as kx_denied_services_count
    from widened
    where widened.services_count > 0
    group by
        widened.calendar_year,
        widened.procedure_code,
        widened.band_specialty_code,
        widened.carrier_number

),

shared as (

    select
        by_carrier.*,
        cast(by_carrier.kx_services_count as double) / by_carrier.services_count as carrier_kx_ratio
    from by_carrier

),

-- the nearest rank on whole numbers: the first carrier at which so many of 100 services are reached
ranked as (

    select
        shared.*,
        cast(sum(shared.services_count) over so_far as bigint) as reached_count,
        cast(
            sum(shared.services_count) over (
                partition by shared.calendar_year, shared.procedure_code, shared.band_specialty_code
            ) as bigint
        ) as total_count
    from shared
    window
        so_far as (
            partition by shared.calendar_year, shared.procedure_code, shared.band_specialty_code
            order by shared.carrier_kx_ratio, shared.carrier_number
            rows between unbounded preceding and current row
        )

)

select
    ranked.calendar_year,
    ranked.procedure_code,
    ranked.band_specialty_code as specialty_code,
    count(*) as carriers_count,
    cast(sum(ranked.services_count) as bigint) as services_count,
    cast(sum(ranked.kx_services_count) as bigint) as kx_services_count,
    cast(sum(ranked.denied_services_count) as bigint) as denied_services_count,
    cast(sum(ranked.kx_denied_services_count) as bigint) as kx_denied_services_count,
    cast(sum(ranked.kx_services_count) as double) / sum(ranked.services_count) as kx_service_ratio,
    min(case when 100 * ranked.reached_count >= bound.low_percent * ranked.total_count then ranked.carrier_kx_ratio end)
        as low_ratio,
    min(
        case when 100 * ranked.reached_count >= bound.high_percent * ranked.total_count then ranked.carrier_kx_ratio end
    ) as high_ratio,
    cast(sum(ranked.kx_denied_services_count) as double) / nullif(sum(ranked.kx_services_count), 0)
        as kx_denied_ratio,
    cast(sum(ranked.denied_services_count) - sum(ranked.kx_denied_services_count) as double)
    / nullif(sum(ranked.services_count) - sum(ranked.kx_services_count), 0) as plain_denied_ratio,
    string_agg(ranked.carrier_number, ', ' order by ranked.carrier_number) as carrier_numbers
from ranked
cross join bound
group by ranked.calendar_year, ranked.procedure_code, ranked.band_specialty_code
