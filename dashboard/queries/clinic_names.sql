select
    payee_npi,
    coalesce(payee_name, payee_npi) as payee_name
from mart.clinic
order by payee_npi
