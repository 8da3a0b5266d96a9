-- grain:  one row per therapy amount of an eligibility response
-- key:    benefit_place
-- units:  used_cents is US cents, the total used everywhere; rule says why an amount is not used, else null
-- source: ledger.therapy_benefit, ledger.threshold, reference.prior_use_grade

-- Decision 0129.

with judged as (

    select
        therapy_benefit.*,
        threshold.kx_threshold_cents,
        case
            when therapy_benefit.patient_number is null then 'benefit_without_patient'
            when
                therapy_benefit.pool is null
                or coalesce(therapy_benefit.meaning, 'unclear') = 'unclear'
                then 'unknown_benefit_layout'
            when coalesce(therapy_benefit.benefit_cents, -1) < 0 then 'unreadable_benefit_amount'
            when therapy_benefit.calendar_year is null then 'unclear_benefit_year'
            when year(therapy_benefit.answer_date) < therapy_benefit.calendar_year then 'benefit_of_a_later_year'
            when
                therapy_benefit.meaning = 'remaining' and threshold.calendar_year is null
                then 'benefit_year_without_threshold'
            when
                therapy_benefit.meaning = 'remaining'
                and therapy_benefit.benefit_cents > threshold.kx_threshold_cents
                then 'remaining_above_threshold'
        end as rule
    from ledger.therapy_benefit
    left join ledger.threshold
        on therapy_benefit.calendar_year = threshold.calendar_year

)

-- nothing remaining says only that the threshold was reached: a lower bound of what was used
select
    judged.benefit_place,
    judged.file_number,
    judged.file_sha256,
    judged.segment_number,
    judged.person_segment_number,
    judged.answer_date,
    judged.calendar_year,
    judged.patient_number,
    judged.pool,
    judged.meaning,
    judged.benefit_cents,
    judged.segment_text,
    judged.rule,
    prior_use_grade.prior_use_grade,
    case
        when judged.meaning = 'remaining' then judged.kx_threshold_cents - judged.benefit_cents
        else judged.benefit_cents
    end as used_cents
from judged
inner join reference.prior_use_grade
    on
        prior_use_grade.prior_use_grade
        = case when judged.meaning = 'remaining' and judged.benefit_cents = 0 then 'at_least' else 'verified' end
