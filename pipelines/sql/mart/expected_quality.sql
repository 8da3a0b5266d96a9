-- grain:  one row per basis of an estimate, measured on the services that were recovered
-- key:    estimate_basis
-- units:  services are counts; _cents are US cents, differences are allowed less estimated; within_ratio is 0 to 1
-- source: ledger.denial

with measured as (

    select
        denial.expected_basis as estimate_basis,
        denial.expected_allowed_cents as estimated_cents,
        denial.recovered_allowed_cents
    from ledger.denial
    where denial.state = 'recovered' and denial.expected_allowed_cents is not null
    union all
    select
        'fee_schedule' as estimate_basis,
        denial.fee_schedule_cents as estimated_cents,
        denial.recovered_allowed_cents
    from ledger.denial
    where denial.state = 'recovered' and denial.fee_schedule_cents is not null

),

ordered as (

    select
        measured.*,
        measured.recovered_allowed_cents - measured.estimated_cents as difference_cents,
        row_number() over (
            partition by measured.estimate_basis
            order by measured.recovered_allowed_cents - measured.estimated_cents
        ) as turn,
        count(*) over (partition by measured.estimate_basis) as services
    from measured

)

select
    ordered.estimate_basis,
    max(ordered.services) as recovered_services,
    cast(sum(ordered.estimated_cents) as bigint) as estimated_cents,
    cast(sum(ordered.recovered_allowed_cents) as bigint) as recovered_allowed_cents,
    max(case when ordered.turn = (ordered.services + 9) // 10 then ordered.difference_cents end)
        as tenth_difference_cents,
    max(case when ordered.turn = (ordered.services + 1) // 2 then ordered.difference_cents end)
        as median_difference_cents,
    max(case when ordered.turn = (9 * ordered.services + 9) // 10 then ordered.difference_cents end)
        as ninetieth_difference_cents,
    count(case when 100 * abs(ordered.difference_cents) <= ordered.estimated_cents then 1 end)
        as within_percent_services,
    cast(count(case when 100 * abs(ordered.difference_cents) <= ordered.estimated_cents then 1 end) as double)
    / count(*) as within_percent_ratio
from ordered
group by ordered.estimate_basis
