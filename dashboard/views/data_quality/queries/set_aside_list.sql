select
    rule,
    reason,
    file_name,
    segment_number,
    claim_payment_lines as service_lines
from mart.set_aside
where is_chosen(rule, $rule)
order by file_name, segment_number, rule
limit $page_rows offset $offset_rows
