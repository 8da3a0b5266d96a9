select
    payer_name as code,
    payer_name as words
from mart.payer
where payer_name is not null
order by lines desc, payer_name
