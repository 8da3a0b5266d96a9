select
    rule,
    count(*) as set_aside_rows,
    cast(coalesce(sum(claim_payment_lines), 0) as bigint) as service_lines
from mart.set_aside
group by rule
order by set_aside_rows desc, rule
