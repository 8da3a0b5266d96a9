-- grain:  one row per provider, payee, payer, pool, service month and beneficiary
-- key:    provider_npi, payee_npi, payer_name, pool, service_month, beneficiary_key
-- units:  _lines count standing service lines in the order received; allowed_cents is US cents
-- source: ledger.provider_beneficiary_kx

select
    provider_beneficiary_kx.provider_npi,
    provider_beneficiary_kx.payee_npi,
    provider_beneficiary_kx.payer_name,
    provider_beneficiary_kx.pool,
    provider_beneficiary_kx.service_month,
    provider_beneficiary_kx.beneficiary_key,
    provider_beneficiary_kx.lines,
    provider_beneficiary_kx.kx_lines,
    provider_beneficiary_kx.below_lines,
    provider_beneficiary_kx.below_kx_lines,
    provider_beneficiary_kx.over_lines,
    provider_beneficiary_kx.over_kx_lines,
    provider_beneficiary_kx.first_date_kx_lines,
    provider_beneficiary_kx.missing_lines,
    provider_beneficiary_kx.early_lines,
    provider_beneficiary_kx.early_unverified_lines,
    provider_beneficiary_kx.allowed_cents,
    provider_beneficiary_kx.last_payment_date
from ledger.provider_beneficiary_kx
