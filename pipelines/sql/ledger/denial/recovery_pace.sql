-- grain:  one row per denial category (and all of them together) and step of days since the first denial
-- key:    pace_category, step_rank
-- units:  from_days and to_days count from the first denial; services are counts; remaining_parts are of one million
-- source: ledger.denial, reference.denial_band

with recursive step as (

    select
        denial_band.band_rank as step_rank,
        denial_band.from_value as from_days,
        lead(denial_band.from_value) over (
            order by denial_band.band_rank
        ) as to_days
    from reference.denial_band
    where denial_band.band_dimension = 'days_since_denial'

),

followed as (

    select
        denial.denial_category as pace_category,
        denial.age_days,
        denial.days_to_recover
    from ledger.denial
    where denial.is_loss
    union all
    select
        'all' as pace_category,
        denial.age_days,
        denial.days_to_recover
    from ledger.denial
    where denial.is_loss

),

-- open when the step begins and watched to its end: whoever is younger says nothing about it, recovered or not
counted as (

    select
        followed.pace_category,
        step.step_rank,
        step.from_days,
        step.to_days,
        count(*) as at_risk_services,
        count(case when followed.days_to_recover <= step.to_days then 1 end) as recovered_services
    from followed
    inner join step
        on
            followed.age_days >= step.to_days
            and (
                followed.days_to_recover is null
                or followed.days_to_recover > step.from_days
                or step.from_days = 0
            )
    group by followed.pace_category, step.step_rank, step.from_days, step.to_days

),

-- what is still not recovered at the end of each step, of one million at the first denial
remaining as (

    select
        counted.pace_category,
        counted.step_rank,
        counted.from_days,
        counted.to_days,
        counted.at_risk_services,
        counted.recovered_services,
        cast(1000000 as bigint) as remaining_before_parts,
        cast(
            1000000 * (counted.at_risk_services - counted.recovered_services) // counted.at_risk_services as bigint
        ) as remaining_parts
    from counted
    where counted.from_days = 0
    union all
    select
        counted.pace_category,
        counted.step_rank,
        counted.from_days,
        counted.to_days,
        counted.at_risk_services,
        counted.recovered_services,
        remaining.remaining_parts as remaining_before_parts,
        cast(
            remaining.remaining_parts * (counted.at_risk_services - counted.recovered_services)
            // counted.at_risk_services as bigint
        ) as remaining_parts
    from remaining
    inner join counted
        on remaining.pace_category = counted.pace_category and remaining.to_days = counted.from_days

)

select
    pace_category,
    step_rank,
    from_days,
    to_days,
    at_risk_services,
    recovered_services,
    remaining_before_parts,
    remaining_parts
from remaining
