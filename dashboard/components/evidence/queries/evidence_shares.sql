select
    adjustment_group_code,
    adjustment_reason_code,
    claim_adjustment_cents,
    share_cents
from mart.claim_share
where service_line_key = $service_line_key
order by adjustment_ordinal
