-- grain:  one row per calendar year
-- key:    calendar_year
-- units:  _cents are US cents; a medical review threshold that is not known is null
-- source: reference.therapy_threshold, staging.threshold

-- Decision 0022.

with shipped as (

    select
        therapy_threshold.calendar_year,
        therapy_threshold.source as source_text,
        therapy_threshold.reviewed_date,
        to_cents(therapy_threshold.kx_threshold) as kx_threshold_cents,
        to_cents(therapy_threshold.medical_review_amount) as medical_review_cents,
        to_cents(therapy_threshold.alert_amount) as alert_cents
    from reference.therapy_threshold

),

-- a year supplied twice: the newer row holds, so that a typing error can be put right
supplied as (

    select
        threshold.calendar_year,
        threshold.source_text,
        threshold.kx_threshold_cents,
        threshold.medical_review_cents,
        threshold.alert_cents,
        row_number() over (
            partition by threshold.calendar_year
            order by threshold.threshold_place desc
        ) as newest_first
    from staging.threshold
    where threshold.calendar_year not in (select shipped.calendar_year from shipped)

)

select
    calendar_year,
    kx_threshold_cents,
    medical_review_cents,
    alert_cents,
    source_text,
    reviewed_date
from shipped
union all
select
    calendar_year,
    kx_threshold_cents,
    medical_review_cents,
    alert_cents,
    source_text,
    null as reviewed_date
from supplied
where newest_first = 1
