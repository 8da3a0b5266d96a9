select min(service_date) as first_service_date
from mart.line
where provider_npi = $provider_npi
