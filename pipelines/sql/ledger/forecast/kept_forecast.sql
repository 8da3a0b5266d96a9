-- grain:  one row per account, month end and amount whose forecast was kept by this version of the model
-- key:    account_ordinal, as_of_date, amount_category
-- units:  _cents are US cents; made_at is UTC
-- source: staging.crossing_forecast, ledger.former_key, ledger.as_of_date, reference.rule_parameter

-- Decision 0034.

with found as (

    select
        crossing_forecast.*,
        former_key.beneficiary_ordinal * 100000
        + crossing_forecast.calendar_year * 10
        + case when crossing_forecast.pool = 'OT' then 1 else 0 end as account_ordinal
    from staging.crossing_forecast
    inner join ledger.former_key
        on crossing_forecast.kept_key = former_key.former_key
    inner join ledger.as_of_date
        on crossing_forecast.as_of_date = as_of_date.as_of_date
    inner join reference.rule_parameter
        on
            rule_parameter.parameter_name = 'forecast_model_version'
            and crossing_forecast.model_version = cast(rule_parameter.parameter_value as varchar)
    where as_of_date.is_kept

),

-- two persons who later turn out to be one had a forecast each: the one that was made first stands
numbered as (

    select
        found.*,
        row_number() over (
            partition by found.account_ordinal, found.as_of_date, found.amount_category
            order by found.made_at, found.kept_key
        ) as turn_number
    from found

)

select
    account_ordinal,
    as_of_date,
    amount_category,
    visits,
    accrued_cents,
    missing_cents,
    prior_use_grade,
    within_0_ratio,
    within_14_ratio,
    within_30_ratio,
    within_60_ratio,
    raw_0_ratio,
    raw_14_ratio,
    raw_30_ratio,
    raw_60_ratio,
    this_year_ratio,
    even_pace_date,
    made_at
from numbered
where turn_number = 1
