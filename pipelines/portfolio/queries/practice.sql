with newest_year as (
    select max(period_code) as period_code
    from mart.provider_funnel
    where length(period_code) = 4
),

review as (
    select count(*) as review_providers
    from mart.provider_review
    inner join newest_year on provider_review.period_code = newest_year.period_code
    where
        provider_review.is_current
        and provider_review.is_judged
        and provider_review.pool is null
        and provider_review.payee_npi is null
),

patient as (
    select
        count(distinct beneficiary_key) filter (where needs_kx_now) as needs_kx_patients,
        count(distinct beneficiary_key) filter (where is_open and reached_category = 'approaching')
            as approaching_patients
    from mart.threshold_crossing
    where order_basis = 'received'
),

denied as (
    select
        state,
        open_cents,
        expired_cents,
        reopening_deadline,
        date_diff('day', $today, reopening_deadline) as days_left
    from mart.denial
    where denial_category = 'missing_kx'
),

leakage as (
    select
        cast(coalesce(sum(open_cents), 0) as bigint) as recoverable_cents,
        cast(coalesce(sum(expired_cents), 0) as bigint) as lost_cents,
        count(*) filter (where state = 'open') as recoverable_services,
        count(*) filter (where state = 'open' and days_left between 0 and $soon_days) as expiring_services,
        cast(
            coalesce(sum(open_cents) filter (where state = 'open' and days_left between 0 and $soon_days), 0) as bigint
        ) as expiring_cents,
        min(reopening_deadline) filter (where state = 'open' and days_left >= 0) as nearest_deadline_date
    from denied
),

refused as (
    select count(*) filter (where status = 'refused') as refused_files
    from mart.file
),

rate as (
    select
        rated_beneficiaries,
        rated_kx_beneficiaries
    from mart.provider_funnel
    where
        period_code = 'last-12'
        and rate_name = 'early_kx_beneficiaries'
        and pool is null
        and payee_npi is null
),

stale as (
    select parameter_value as stale_days
    from mart.rule_parameter
    where parameter_name = 'stale_data_days'
)

select
    build_info.practice_name,
    build_info.data_through_date,
    date_diff('day', build_info.data_through_date, $today) as data_age_days,
    coalesce(date_diff('day', build_info.data_through_date, $today) > stale.stale_days, true) as is_stale,
    build_info.built_at,
    build_info.lines,
    build_info.is_synthetic,
    review.review_providers,
    patient.needs_kx_patients,
    patient.approaching_patients,
    leakage.recoverable_cents,
    leakage.lost_cents,
    leakage.recoverable_services,
    leakage.expiring_services,
    leakage.expiring_cents,
    leakage.nearest_deadline_date,
    refused.refused_files,
    coalesce(rate.rated_beneficiaries, 0) as rated_beneficiaries,
    coalesce(rate.rated_kx_beneficiaries, 0) as rated_kx_beneficiaries
from mart.build_info
cross join review
cross join patient
cross join leakage
cross join refused
cross join stale
left join rate on true
