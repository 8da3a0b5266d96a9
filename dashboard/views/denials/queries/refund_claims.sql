select
    claim_key,
    cast(sum(patient_share_cents) as bigint) as patient_share_cents,
    min(payer_claim_control_number) as payer_claim_control_number,
    min(patient_control_number) as patient_control_number,
    min(beneficiary_key) as beneficiary_key,
    min(service_date) as service_date,
    max(service_date) as through_service_date,
    count(*) as lines,
    count(*) filter (where state = 'recovered') as recovered_lines,
    min(payment_date) as payment_date,
    days_until($today, min(payment_date)) as days_since,
    min(payer_name) as payer_name,
    min(payee_npi) as payee_npi,
    case when count(distinct provider_npi) = 1 then min(provider_npi) end as provider_npi
from mart.refund_check
where is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
group by claim_key
order by patient_share_cents desc, service_date, claim_key
