-- grain:    one row if the key figures of denials do not sum up to the denied services
-- key:      services
-- units:    counts of services; _cents are US cents
-- source:   mart.denial_kpi, mart.denial, mart.leakage_by_month
-- severity: critical
-- title:    Overturned and leaking denials of all months are those of the denied services and of leakage by month

with figure as (

    select
        coalesce(
            sum(case when denial_kpi.measure_name = 'denials_overturned' then denial_kpi.numerator_value end), 0
        ) as overturned,
        coalesce(
            sum(case when denial_kpi.measure_name = 'denials_overturned' then denial_kpi.denominator_value end), 0
        ) as services,
        coalesce(sum(case when denial_kpi.measure_name = 'leakage_share' then denial_kpi.numerator_value end), 0)
            as leaking_cents
    from mart.denial_kpi

),

denied as (

    select
        count(*) as denied_services,
        count(case when denial.state = 'recovered' then 1 end) as recovered_services
    from mart.denial
    where denial.is_loss

),

leaked as (

    select coalesce(sum(leakage_by_month.open_cents + leakage_by_month.expired_cents), 0) as leakage_cents
    from mart.leakage_by_month
    where leakage_by_month.denial_category = 'missing_kx'

)

select
    figure.services,
    denied.denied_services,
    figure.overturned,
    denied.recovered_services,
    figure.leaking_cents,
    leaked.leakage_cents
from figure
cross join denied
cross join leaked
where
    figure.services <> denied.denied_services
    or figure.overturned <> denied.recovered_services
    or figure.leaking_cents <> leaked.leakage_cents
