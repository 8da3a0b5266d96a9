-- grain:  one row per case for review that the data show now
-- key:    case_key
-- units:  amount_cents are US cents, null where a case has no amount; lines counts service lines
-- source: mart.threshold_crossing, mart.provider_review, mart.line, mart.line_position, mart.denial, mart.refund_check,
--         mart.clinic_year, mart.file, mart.set_aside, ledger.scope, reference.rule_parameter

-- Decision 0134.

with account_case as (

    select
        threshold_crossing.*,
        'kx_crossing' as case_category,
        coalesce(threshold_crossing.kx_crossing_date, threshold_crossing.first_service_date) as cause_date,
        coalesce(threshold_crossing.kx_crossing_known_date, threshold_crossing.first_service_date) as known_date
    from mart.threshold_crossing
    where threshold_crossing.accrued_cents > threshold_crossing.kx_threshold_cents
    union all
    select
        threshold_crossing.*,
        'medical_review_crossing' as case_category,
        coalesce(threshold_crossing.medical_review_crossing_date, threshold_crossing.first_service_date) as cause_date,
        coalesce(threshold_crossing.medical_review_known_date, threshold_crossing.first_service_date) as known_date
    from mart.threshold_crossing
    where threshold_crossing.accrued_cents > threshold_crossing.medical_review_cents
    union all
    select
        threshold_crossing.*,
        'needs_kx_now' as case_category,
        threshold_crossing.last_service_date as cause_date,
        threshold_crossing.last_missing_denied_date as known_date
    from mart.threshold_crossing
    where threshold_crossing.needs_kx_now
    union all
    select
        threshold_crossing.*,
        'approaching' as case_category,
        coalesce(threshold_crossing.alert_date, threshold_crossing.first_service_date) as cause_date,
        threshold_crossing.last_service_date as known_date
    from mart.threshold_crossing
    where threshold_crossing.is_open and threshold_crossing.reached_category = 'approaching'

),

early_line as (

    select
        line.provider_npi,
        line_position.calendar_year,
        max(line.service_date) as cause_date,
        max(line.payment_date) as known_date
    from mart.line_position
    inner join mart.line
        on line_position.service_line_key = line.service_line_key
    where line_position.order_basis = 'received' and line_position.kx_finding in ('early', 'early_unverified')
    group by line.provider_npi, line_position.calendar_year

),

found as (

    select
        account_case.case_category,
        account_case.beneficiary_key || '-' || account_case.pool || '-' || account_case.calendar_year as subject,
        account_case.beneficiary_key,
        account_case.pool,
        account_case.calendar_year,
        cast(null as varchar) as provider_npi,
        cast(null as varchar) as payee_npi,
        cast(null as varchar) as service_line_key,
        cast(null as varchar) as rule,
        cast(null as varchar) as file_name,
        account_case.cause_date,
        account_case.known_date,
        account_case.accrued_cents as amount_cents,
        account_case.lines
    from account_case
    where account_case.order_basis = 'received'
    union all
    select
        'early_kx_pattern' as case_category,
        provider_review.provider_npi || '-' || provider_review.period_code as subject,
        null as beneficiary_key,
        null as pool,
        early_line.calendar_year,
        provider_review.provider_npi,
        null as payee_npi,
        null as service_line_key,
        null as rule,
        null as file_name,
        early_line.cause_date,
        early_line.known_date,
        null as amount_cents,
        provider_review.early_kx_lines as lines
    from mart.provider_review
    inner join early_line
        on
            provider_review.provider_npi = early_line.provider_npi
            and provider_review.period_code = cast(early_line.calendar_year as varchar)
    where provider_review.is_current and provider_review.pool is null and provider_review.payee_npi is null
    union all
    select
        'missing_kx_claim' as case_category,
        denial.service_line_key as subject,
        denial.beneficiary_key,
        denial.pool,
        extract(year from denial.service_date) as calendar_year,
        denial.provider_npi,
        denial.payee_npi,
        denial.service_line_key,
        null as rule,
        null as file_name,
        denial.service_date as cause_date,
        denial.first_denied_date as known_date,
        denial.expected_allowed_cents as amount_cents,
        1 as lines
    from mart.denial
    where denial.denial_category = 'missing_kx' and denial.state = 'open'
    union all
    select
        'refund_check' as case_category,
        refund_check.service_line_key as subject,
        refund_check.beneficiary_key,
        refund_check.pool,
        extract(year from refund_check.service_date) as calendar_year,
        refund_check.provider_npi,
        refund_check.payee_npi,
        refund_check.service_line_key,
        null as rule,
        null as file_name,
        refund_check.service_date as cause_date,
        refund_check.payment_date as known_date,
        refund_check.patient_share_cents as amount_cents,
        1 as lines
    from mart.refund_check
    union all
    select
        'uncovered_year' as case_category,
        clinic_year.payee_npi || '-' || clinic_year.calendar_year as subject,
        null as beneficiary_key,
        null as pool,
        clinic_year.calendar_year,
        null as provider_npi,
        clinic_year.payee_npi,
        null as service_line_key,
        null as rule,
        null as file_name,
        coalesce(clinic_year.first_missing_month, clinic_year.first_service_date) as cause_date,
        coalesce(clinic_year.first_missing_month, clinic_year.first_service_date) as known_date,
        null as amount_cents,
        clinic_year.lines
    from mart.clinic_year
    where not clinic_year.is_covered
    union all
    select
        'data_problem' as case_category,
        'refused-' || file.file_sha256 as subject,
        null as beneficiary_key,
        null as pool,
        null as calendar_year,
        null as provider_npi,
        null as payee_npi,
        null as service_line_key,
        'refused' as rule,
        max(file.file_name) as file_name,
        cast(max(file.offered_at) as date) as cause_date,
        cast(max(file.offered_at) as date) as known_date,
        null as amount_cents,
        null as lines
    from mart.file
    where file.status = 'refused'
    group by file.file_sha256
    union all
    select
        'data_problem' as case_category,
        set_aside.rule || '-' || set_aside.file_sha256 as subject,
        null as beneficiary_key,
        null as pool,
        null as calendar_year,
        null as provider_npi,
        null as payee_npi,
        null as service_line_key,
        set_aside.rule,
        max(set_aside.file_name) as file_name,
        cast(max(file.offered_at) as date) as cause_date,
        cast(max(file.offered_at) as date) as known_date,
        null as amount_cents,
        cast(sum(set_aside.claim_payment_lines) as bigint) as lines
    from mart.set_aside
    inner join mart.file
        on set_aside.file_number = file.file_number
    where set_aside.rule <> 'repeated_claim_payment'
    group by set_aside.rule, set_aside.file_sha256

)

select
    found.case_category || '-' || found.subject as case_key,
    found.case_category,
    found.beneficiary_key,
    found.pool,
    found.calendar_year,
    found.provider_npi,
    found.payee_npi,
    found.service_line_key,
    found.rule,
    found.file_name,
    found.cause_date,
    found.known_date,
    found.amount_cents,
    found.lines,
    -- older causes were there before anybody kept cases; they open when something about them is new
    found.known_date >= scope.data_through_date - cast(rule_parameter.parameter_value as integer) as is_recent
from found
cross join ledger.scope
cross join reference.rule_parameter
where rule_parameter.parameter_name = 'case_listing_days'
