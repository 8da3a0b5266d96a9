-- grain:  one row per annotation: a date, clinic, provider and text
-- key:    annotation_ordinal
-- units:  step_month is the first whole month on or after the date, from which limits are new; null if they are not
-- source: staging.annotation

-- said twice, the newer row holds, so that the answer about the limits can be changed
with ranked as (

    select
        annotation.*,
        row_number() over (
            partition by
                annotation.annotation_date,
                annotation.payee_npi,
                annotation.provider_npi,
                annotation.annotation_text
            order by annotation.annotation_place desc
        ) as newest_first
    from staging.annotation

),

newest as (

    select
        ranked.*,
        case
            when ranked.annotation_date = cast(date_trunc('month', ranked.annotation_date) as date)
                then ranked.annotation_date
            else cast(date_trunc('month', ranked.annotation_date) + to_months(1) as date)
        end as whole_month
    from ranked
    where ranked.newest_first = 1

)

select
    row_number() over (
        order by newest.annotation_date, newest.annotation_place
    ) as annotation_ordinal,
    newest.annotation_date,
    newest.payee_npi,
    newest.provider_npi,
    newest.annotation_text,
    newest.steps_limits,
    case
        when newest.provider_npi is not null then 'provider'
        when newest.payee_npi is not null then 'clinic'
        else 'practice'
    end as subject_category,
    coalesce(newest.provider_npi, newest.payee_npi) as subject_npi,
    case when newest.steps_limits then newest.whole_month end as step_month
from newest
