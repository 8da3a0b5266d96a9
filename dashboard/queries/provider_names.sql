select
    provider_npi,
    coalesce(provider_name, provider_npi) as provider_name
from mart.provider
order by provider_npi
