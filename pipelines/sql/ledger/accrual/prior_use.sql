-- grain:  one row per prior-use answer for a beneficiary, pool and year: typed, or read from an eligibility response
-- key:    prior_use_place
-- units:  used_cents is US cents, the total used everywhere
-- source: staging.prior_use, ledger.withdrawn_use, ledger.eligibility_amount

-- Decision 0021.

select
    prior_use.prior_use_place,
    prior_use.file_number,
    prior_use.file_sha256,
    prior_use.segment_number,
    prior_use.calendar_year,
    prior_use.as_of_date,
    prior_use.patient_number,
    prior_use.pool,
    prior_use.used_cents,
    prior_use.prior_use_grade,
    cast(null as varchar) as segment_text
from staging.prior_use
left join ledger.withdrawn_use
    on prior_use.prior_use_place = withdrawn_use.prior_use_place
where withdrawn_use.prior_use_place is null
union all
select
    eligibility_amount.benefit_place as prior_use_place,
    eligibility_amount.file_number,
    eligibility_amount.file_sha256,
    eligibility_amount.segment_number,
    eligibility_amount.calendar_year,
    eligibility_amount.answer_date as as_of_date,
    eligibility_amount.patient_number,
    eligibility_amount.pool,
    eligibility_amount.used_cents,
    eligibility_amount.prior_use_grade,
    eligibility_amount.segment_text
from ledger.eligibility_amount
where eligibility_amount.rule is null
