select
    provider_npi as code,
    coalesce(provider_name, 'Provider') || ' · ' || provider_npi as words
from mart.provider
where provider_npi is not null
order by provider_name, provider_npi
