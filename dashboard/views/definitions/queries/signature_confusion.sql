select
    planted_category,
    deviating_ratio,
    simulated_accounts,
    signature_category,
    named_ratio,
    named_runs,
    runs
from mart.signature_confusion
order by deviating_ratio, planted_category, simulated_accounts, named_runs desc, signature_category
