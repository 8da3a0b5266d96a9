-- grain:  one row per quarter of first denial, denial category and days since the denial; duplicates and signed
--         notices are left out
-- key:    cohort_quarter, denial_category, since_days
-- units:  _services are counts, denied = at risk + censored; _cents are US cents at the expected allowed amount
-- source: ledger.denial, reference.denial_band

-- Decision 0015.

with step as (

    select denial_band.from_value as since_days
    from reference.denial_band
    where denial_band.band_dimension = 'days_since_denial'

),

cohort as (

    select
        cast(date_trunc('quarter', denial.first_denied_date) as date) as cohort_quarter,
        denial.denial_category,
        denial.age_days,
        denial.days_to_recover,
        coalesce(denial.expected_allowed_cents, 0) as expected_cents
    from ledger.denial
    where denial.is_loss

),

-- watched for so many days, recovered or not; a younger one is censored, even if recovered: it would tilt the share
placed as (

    select
        cohort.cohort_quarter,
        cohort.denial_category,
        cohort.expected_cents,
        step.since_days,
        cohort.age_days >= step.since_days and coalesce(cohort.days_to_recover <= step.since_days, false)
            as is_recovered,
        cohort.age_days >= step.since_days as is_known
    from cohort
    cross join step

)

select
    placed.cohort_quarter,
    placed.denial_category,
    placed.since_days,
    count(*) as denied_services,
    count(case when placed.is_known then 1 end) as at_risk_services,
    count(case when not placed.is_known then 1 end) as censored_services,
    count(case when placed.is_recovered then 1 end) as recovered_services,
    cast(sum(placed.expected_cents) as bigint) as expected_allowed_cents,
    cast(sum(case when placed.is_known then placed.expected_cents else 0 end) as bigint) as at_risk_cents,
    cast(sum(case when placed.is_recovered then placed.expected_cents else 0 end) as bigint) as recovered_cents
from placed
group by placed.cohort_quarter, placed.denial_category, placed.since_days
