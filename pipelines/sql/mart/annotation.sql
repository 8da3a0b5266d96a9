-- grain:  one row per annotation: a date, clinic, provider and text
-- key:    annotation_ordinal
-- units:  step_month is the first whole month on or after the date, from which limits are new; null if they are not
-- source: ledger.annotation

select
    annotation.annotation_ordinal,
    annotation.annotation_date,
    annotation.payee_npi,
    annotation.provider_npi,
    annotation.annotation_text,
    annotation.steps_limits,
    annotation.subject_category,
    annotation.subject_npi,
    annotation.step_month
from ledger.annotation
