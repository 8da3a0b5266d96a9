select
    count(distinct beneficiary_key) filter (where reached_category = 'approaching') as approaching,
    cast(
        coalesce(min(kx_threshold_cents - accrued_cents) filter (where reached_category = 'approaching'), 0) as bigint
    ) as nearest_cents,
    count(distinct beneficiary_key)
    filter (where reached_category in ('over_kx', 'over_medical_review') and missing_lines > 0) as missing_patients,
    cast(
        coalesce(sum(missing_lines) filter (where reached_category in ('over_kx', 'over_medical_review')), 0) as bigint
    ) as missing_lines,
    count(distinct beneficiary_key) filter (where reached_category = 'over_medical_review') as over_medical_review
from mart.threshold_crossing
where
    order_basis = 'received'
    and is_open
    and is_chosen(pool, $pool)
    and is_account_in_filters(beneficiary_key, pool, calendar_year, $payee_npi, $provider_npi, $payer_name)
