-- grain:  one row per service denied for missing KX and trait that may be its cause
-- key:    service_place, cause_dimension
-- units:  cause_rank orders the values of a dimension, 0 where they have no order of their own
-- source: ledger.denial, ledger.denial_explanation, reference.weekday, reference.denial_band

with missing as (

    select
        denial.service_place,
        denial.provider_npi,
        denial.payee_npi,
        denial.payer_name,
        denial.received_date,
        date_diff('day', denial.service_date, denial.received_date) as days_to_receipt,
        denial_explanation.over_threshold_cents,
        row_number() over (
            partition by denial.beneficiary_ordinal, denial.pool, denial.calendar_year
            order by denial.payment_rank, denial.service_date, denial.service_line_key
        ) as turn
    from ledger.denial
    left join ledger.denial_explanation
        on denial.service_place = denial_explanation.service_place
    where denial.denial_category = 'missing_kx'

),

measured as (

    select
        missing.service_place,
        'over_threshold' as cause_dimension,
        missing.over_threshold_cents as measured_value
    from missing
    union all
    select
        missing.service_place,
        'days_to_receipt' as cause_dimension,
        missing.days_to_receipt as measured_value
    from missing

)

select
    missing.service_place,
    'provider' as cause_dimension,
    coalesce(missing.provider_npi, 'not stated') as cause_value,
    cast(0 as bigint) as cause_rank
from missing
union all
select
    missing.service_place,
    'clinic' as cause_dimension,
    coalesce(missing.payee_npi, 'not stated') as cause_value,
    cast(0 as bigint) as cause_rank
from missing
union all
select
    missing.service_place,
    'payer' as cause_dimension,
    coalesce(missing.payer_name, 'not stated') as cause_value,
    cast(0 as bigint) as cause_rank
from missing
union all
select
    missing.service_place,
    'weekday_of_receipt' as cause_dimension,
    coalesce(weekday.weekday_name, 'not stated') as cause_value,
    coalesce(weekday.weekday_rank, 9) as cause_rank
from missing
left join reference.weekday
    on date_diff('day', weekday.anchor_date, missing.received_date) % 7 = 0
union all
select
    missing.service_place,
    'first_of_its_year' as cause_dimension,
    case when missing.turn = 1 then 'first denial of the patient''s year' else 'a later one' end as cause_value,
    case when missing.turn = 1 then 1 else 2 end as cause_rank
from missing
union all
select
    measured.service_place,
    measured.cause_dimension,
    coalesce(denial_band.band_name, 'not stated') as cause_value,
    coalesce(denial_band.band_rank, 9) as cause_rank
from measured
left join reference.denial_band
    on
        measured.cause_dimension = denial_band.band_dimension
        and measured.measured_value > coalesce(denial_band.from_value, measured.measured_value - 1)
        and measured.measured_value <= coalesce(denial_band.to_value, measured.measured_value)
