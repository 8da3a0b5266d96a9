-- grain:    one row if leakage by month does not sum up to the denied services
-- key:      denied_services
-- units:    denied_services counts services; _cents are US cents
-- source:   mart.leakage_by_month, mart.denial
-- severity: critical
-- title:    Leakage by month adds up to the denied services: expected = recovered + open + expired

with summed as (

    select
        coalesce(sum(leakage_by_month.denied_services), 0) as denied_services,
        coalesce(sum(leakage_by_month.expected_allowed_cents), 0) as expected_cents,
        coalesce(
            sum(
                leakage_by_month.recovered_cents + leakage_by_month.open_cents + leakage_by_month.expired_cents
            ), 0
        ) as stated_cents,
        coalesce(sum(leakage_by_month.open_cents), 0) as open_cents
    from mart.leakage_by_month

),

denied as (

    select
        count(*) as denied_services,
        coalesce(sum(denial.expected_allowed_cents), 0) as expected_cents,
        coalesce(sum(denial.open_cents), 0) as open_cents
    from mart.denial
    where denial.state <> 'duplicate'

)

select
    summed.denied_services as month_services,
    denied.denied_services,
    summed.expected_cents as month_cents,
    denied.expected_cents,
    summed.stated_cents
from summed
cross join denied
where
    summed.denied_services <> denied.denied_services
    or summed.expected_cents <> denied.expected_cents
    or summed.expected_cents <> summed.stated_cents
    or summed.open_cents <> denied.open_cents
