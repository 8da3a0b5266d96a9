select
    count(*) as refund_lines,
    cast(coalesce(sum(patient_share_cents), 0) as bigint) as patient_share_cents
from mart.refund_check
where
    ($payee_npi is null or payee_npi = $payee_npi)
    and ($provider_npi is null or provider_npi = $provider_npi)
    and ($payer_name is null or payer_name = $payer_name)
    and ($pool is null or pool = $pool)
