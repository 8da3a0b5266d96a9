-- grain:  one row per benefit (EB) of a subscriber in an eligibility response
-- key:    benefit_place
-- units:  benefit_cents is US cents; some responses stand one element to the right from EB06 on (amount_element 08)
-- source: source.eligibility_benefit

with shifted as (

    select
        eligibility_benefit.*,
        eligibility_benefit.period_code is null
        and length(eligibility_benefit.amount_text) = 2
        and eligibility_benefit.next_text is not null as is_shifted
    from source.eligibility_benefit

)

select
    benefit_place,
    file_number,
    file_sha256,
    segment_number,
    person_segment_number,
    answer_date,
    calendar_year,
    person_number(patient_id) as patient_number,
    upper(information_code) as information_code,
    upper(service_type_codes) as service_type_codes,
    concat('^', upper(coalesce(service_type_codes, '')), '^') as service_type_text,
    upper(insurance_type_code) as insurance_type_code,
    upper(coalesce(plan_text, '')) as plan_text,
    coalesce(message_text, '') as message_text,
    case when is_shifted then '08' else '07' end as amount_element,
    upper(coalesce(case when is_shifted then amount_text else period_code end, 'NONE')) as period_code,
    case when is_shifted then next_text else amount_text end as amount_text,
    to_large_cents(case when is_shifted then next_amount else benefit_amount end) as benefit_cents,
    segment_text
from shifted
