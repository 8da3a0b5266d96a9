-- grain:  one row per beneficiary, pool, calendar year and order basis
-- key:    beneficiary_key, pool, calendar_year, order_basis
-- units:  _cents are US cents; days_to_kx and observed_days count from the first service date of the year
-- source: ledger.crossing, ledger.account, ledger.account_outlook, ledger.beneficiary, ledger.threshold, ledger.visit,
--         ledger.service_line, ledger.missing_run, ledger.unjudged_account, reference.rule_parameter

-- Decision 0024.

with rule as (

    select rule_parameter.parameter_value as uncertain_dollars
    from reference.rule_parameter
    where rule_parameter.parameter_name = 'uncertain_prior_use_dollars'

),

dated as (

    select
        crossing.*,
        alert_line.service_date as alert_date,
        kx_line.service_date as kx_crossing_date,
        kx_line.service_line_key as kx_crossing_line_key,
        kx_line.payment_date as kx_crossing_known_date,
        medical_review_line.service_date as medical_review_crossing_date,
        medical_review_line.service_line_key as medical_review_crossing_line_key,
        medical_review_line.payment_date as medical_review_known_date
    from ledger.crossing
    left join ledger.service_line as alert_line
        on crossing.alert_line_place = alert_line.line_place
    left join ledger.service_line as kx_line
        on crossing.kx_line_place = kx_line.line_place
    left join ledger.service_line as medical_review_line
        on crossing.medical_review_line_place = medical_review_line.line_place

),

summed as (

    select
        dated.*,
        beneficiary.beneficiary_key,
        account.pool,
        account.calendar_year,
        account.first_service_date,
        account.last_service_date,
        account.own_accrued_cents,
        account_outlook.visits,
        account_outlook.prior_use_cents,
        account_outlook.prior_use_grade,
        account_outlook.prior_use_low_cents,
        account_outlook.prior_use_high_cents,
        account_outlook.is_open,
        account_outlook.is_ended,
        account_outlook.observed_to_date,
        account.own_accrued_cents + account_outlook.prior_use_cents as accrued_cents,
        threshold.kx_threshold_cents,
        threshold.medical_review_cents,
        threshold.alert_cents,
        coalesce(missing_run.denied_missing_lines, 0) as denied_missing_lines,
        missing_run.last_missing_denied_date,
        unjudged_account.coverage_category as uncovered_category,
        rule.uncertain_dollars,
        visit.visit_number as visits_to_kx,
        date_diff('day', account.first_service_date, dated.kx_crossing_date) as days_to_kx
    from dated
    inner join ledger.account
        on dated.account_ordinal = account.account_ordinal
    inner join ledger.account_outlook
        on dated.account_ordinal = account_outlook.account_ordinal
    inner join ledger.beneficiary
        on account.beneficiary_ordinal = beneficiary.beneficiary_ordinal
    left join ledger.threshold
        on account.calendar_year = threshold.calendar_year
    left join ledger.visit
        on
            dated.account_ordinal = visit.account_ordinal
            and dated.kx_crossing_date = visit.service_date
    left join ledger.missing_run
        on dated.account_ordinal = missing_run.account_ordinal
    left join ledger.unjudged_account
        on dated.account_ordinal = unjudged_account.account_ordinal
    cross join rule

)

select
    beneficiary_key,
    pool,
    calendar_year,
    order_basis,
    first_service_date,
    last_service_date,
    visits,
    prior_use_cents,
    prior_use_grade,
    prior_use_low_cents,
    prior_use_high_cents,
    accrued_cents,
    alert_date,
    kx_crossing_date,
    medical_review_crossing_date,
    days_to_kx,
    visits_to_kx,
    case
        when accrued_cents > medical_review_cents then 'over_medical_review'
        when accrued_cents > kx_threshold_cents then 'over_kx'
        when accrued_cents >= alert_cents then 'approaching'
        else 'below'
    end as status,
    own_accrued_cents,
    kx_threshold_cents,
    medical_review_cents,
    alert_cents,
    lines,
    kx_lines,
    missing_lines,
    early_lines,
    early_unverified_lines,
    same_visit_lines,
    prior_use_decisive_lines,
    denied_missing_lines,
    last_missing_denied_date,
    prior_use_high_cents is null or prior_use_high_cents - prior_use_low_cents > 100 * uncertain_dollars
        as is_prior_use_uncertain,
    is_open,
    is_open and denied_missing_lines > 0 as needs_kx_now,
    -- a patient whose newest lines are denied for missing KX is over by Medicare's own count, whatever ours says
    case
        when accrued_cents > medical_review_cents then 'over_medical_review'
        when accrued_cents > kx_threshold_cents or denied_missing_lines > 0 then 'over_kx'
        when accrued_cents >= alert_cents then 'approaching'
        else 'below'
    end as reached_category,
    uncovered_category,
    kx_crossing_line_key,
    kx_crossing_known_date,
    medical_review_crossing_line_key,
    medical_review_known_date,
    case
        when kx_crossing_date is not null then 'crossed'
        when accrued_cents > kx_threshold_cents then 'passed_elsewhere'
        when is_ended then 'ended'
        else 'censored'
    end as outcome_category,
    case
        when kx_crossing_date is not null then days_to_kx
        when is_ended then date_diff('day', first_service_date, last_service_date)
        else date_diff('day', first_service_date, observed_to_date)
    end as observed_days,
    coalesce(visits_to_kx, visits) as observed_visits
from summed
