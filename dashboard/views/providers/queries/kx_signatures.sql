select
    payee_npi,
    provider_npi,
    signature_category,
    explained_ratio,
    explained_accounts,
    asked_accounts,
    accounts,
    kx_accounts,
    known_kx_accounts,
    always_on_accounts,
    at_threshold_accounts,
    after_denial_accounts,
    fixed_distance_accounts,
    distance_low_cents,
    distance_high_cents,
    institutional_accounts,
    institutional_kx_accounts
from mart.kx_signature
where
    calendar_year is not distinct from $calendar_year
    and (
        (provider_npi is null and is_chosen(payee_npi, $payee_npi) and $provider_npi is null)
        or (provider_npi is not null and payee_npi is not distinct from $payee_npi)
    )
    and is_chosen(provider_npi, $provider_npi)
order by provider_npi is not null, kx_accounts desc, payee_npi, provider_npi
