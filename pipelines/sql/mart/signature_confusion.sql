-- grain:  one row per planted rule, part that deviates, number of patients and what they were called
-- key:    planted_category, deviating_ratio, simulated_accounts, signature_category
-- units:  runs and named_runs count simulations; _ratio is 0 to 1
-- source: reference.signature_confusion

select
    signature_confusion.planted_category,
    cast(signature_confusion.deviating_value as double) / 100 as deviating_ratio,
    signature_confusion.accounts_value as simulated_accounts,
    signature_confusion.signature_category,
    signature_confusion.named_value as named_runs,
    signature_confusion.runs_value as runs,
    cast(signature_confusion.named_value as double) / signature_confusion.runs_value as named_ratio
from reference.signature_confusion
