select
    payee_npi as code,
    coalesce(payee_name, 'Clinic') || ' · ' || payee_npi as words
from mart.clinic
where payee_npi is not null
order by lines desc, payee_npi
