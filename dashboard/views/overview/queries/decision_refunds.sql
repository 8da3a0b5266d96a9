select
    count(*) as refund_lines,
    cast(coalesce(sum(patient_share_cents), 0) as bigint) as patient_share_cents
from mart.refund_check
where
    is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
