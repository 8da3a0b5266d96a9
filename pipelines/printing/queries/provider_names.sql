select
    provider_npi,
    provider_name
from mart.provider
order by provider_npi
