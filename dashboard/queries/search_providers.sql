select
    provider_npi,
    provider_name
from mart.provider
where
    provider_npi = $claim_number
    or (contains(lower(provider_name), $name_part) and contains(lower(provider_name), $other_part))
order by provider_name, provider_npi
limit 20
