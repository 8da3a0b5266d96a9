-- grain:  one row per provider, payee, payer, pool, service month and beneficiary
-- key:    provider_npi, payee_npi, payer_name, pool, service_month, beneficiary_key
-- units:  _lines count final service lines in the order received; allowed_cents is US cents
-- source: ledger.provider_beneficiary_kx

select
    provider_beneficiary_kx.provider_npi,
    provider_beneficiary_kx.payee_npi,
    provider_beneficiary_kx.payer_name,
    provider_beneficiary_kx.pool,
    provider_beneficiary_kx.service_month,
    provider_beneficiary_kx.beneficiary_key,
    cast(sum(provider_beneficiary_kx.lines) as bigint) as lines,
    cast(sum(provider_beneficiary_kx.kx_lines) as bigint) as kx_lines,
    cast(sum(provider_beneficiary_kx.below_lines) as bigint) as below_lines,
    cast(sum(provider_beneficiary_kx.below_kx_lines) as bigint) as below_kx_lines,
    cast(sum(provider_beneficiary_kx.over_lines) as bigint) as over_lines,
    cast(sum(provider_beneficiary_kx.over_kx_lines) as bigint) as over_kx_lines,
    cast(sum(provider_beneficiary_kx.first_date_kx_lines) as bigint) as first_date_kx_lines,
    cast(sum(provider_beneficiary_kx.missing_lines) as bigint) as missing_lines,
    cast(sum(provider_beneficiary_kx.early_lines) as bigint) as early_lines,
    cast(sum(provider_beneficiary_kx.early_unverified_lines) as bigint) as early_unverified_lines,
    cast(sum(provider_beneficiary_kx.early_kx_lines) as bigint) as early_kx_lines,
    cast(sum(provider_beneficiary_kx.far_early_kx_lines) as bigint) as far_early_kx_lines,
    cast(sum(provider_beneficiary_kx.same_visit_kx_lines) as bigint) as same_visit_kx_lines,
    cast(sum(provider_beneficiary_kx.unjudged_kx_lines) as bigint) as unjudged_kx_lines,
    cast(sum(provider_beneficiary_kx.allowed_cents) as bigint) as allowed_cents,
    max(provider_beneficiary_kx.last_payment_date) as last_payment_date
from ledger.provider_beneficiary_kx
group by
    provider_beneficiary_kx.provider_npi,
    provider_beneficiary_kx.payee_npi,
    provider_beneficiary_kx.payer_name,
    provider_beneficiary_kx.pool,
    provider_beneficiary_kx.service_month,
    provider_beneficiary_kx.beneficiary_key
