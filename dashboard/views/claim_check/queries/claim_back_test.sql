select
    title as claim_finding,
    severity,
    checked_lines,
    found_lines,
    found_denied_lines,
    found_paid_lines,
    found_open_lines,
    missed_lines,
    precision_ratio,
    recall_ratio
from mart.claim_back_test
order by severity desc, found_lines desc, title
