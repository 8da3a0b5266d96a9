-- grain:  one row per provider and period: the other providers of the same clinics
-- key:    provider_npi, period_code
-- units:  counts of providers
-- source: ledger.provider_month, ledger.period, ledger.provider_period

with monthly as (

    select distinct
        provider_month.provider_npi,
        provider_month.payee_npi,
        provider_month.service_month
    from ledger.provider_month
    where provider_month.provider_npi is not null and provider_month.payee_npi is not null

),

present as (

    select distinct
        monthly.provider_npi,
        monthly.payee_npi,
        period.period_code
    from monthly
    inner join ledger.period
        on monthly.service_month between period.first_month and period.last_month

),

pair as (

    select distinct
        present.provider_npi,
        present.period_code,
        neighbour.provider_npi as neighbour_npi
    from present
    inner join present as neighbour
        on
            present.payee_npi = neighbour.payee_npi
            and present.period_code = neighbour.period_code
            and present.provider_npi <> neighbour.provider_npi

)

select
    pair.provider_npi,
    pair.period_code,
    count(*) as neighbours,
    count(case when provider_period.is_red_flag then 1 end) as flagged_neighbours
from pair
inner join ledger.provider_period
    on
        pair.neighbour_npi = provider_period.provider_npi
        and pair.period_code = provider_period.period_code
group by pair.provider_npi, pair.period_code
