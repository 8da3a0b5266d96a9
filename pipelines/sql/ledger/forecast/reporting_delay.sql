-- grain:  one row per date of a forecast and number of days from a visit to its first payment
-- key:    as_of_date, delay_days
-- units:  visits of some months, old enough that nearly all of them are known
-- source: ledger.service_line, ledger.as_of_date, reference.rule_parameter

with parameter as (

    select
        max(
            case when rule_parameter.parameter_name = 'end_of_care_days' then rule_parameter.parameter_value end
        ) as settled_days,
        max(
            case when rule_parameter.parameter_name = 'forecast_delay_days' then rule_parameter.parameter_value end
        ) as oldest_days
    from reference.rule_parameter

),

first_known as (

    select
        service_line.beneficiary_ordinal,
        service_line.pool,
        service_line.service_date,
        min(service_line.payment_date) as known_date
    from ledger.service_line
    where service_line.pool is not null
    group by service_line.beneficiary_ordinal, service_line.pool, service_line.service_date

)

select
    as_of_date.as_of_date,
    date_diff('day', first_known.service_date, first_known.known_date) as delay_days,
    count(*) as visits
from ledger.as_of_date
cross join parameter
inner join first_known
    on
        as_of_date.as_of_date >= first_known.known_date
        and as_of_date.as_of_date - cast(parameter.oldest_days as integer) <= first_known.service_date
        and as_of_date.as_of_date - cast(parameter.settled_days as integer) >= first_known.service_date
group by as_of_date.as_of_date, date_diff('day', first_known.service_date, first_known.known_date)
