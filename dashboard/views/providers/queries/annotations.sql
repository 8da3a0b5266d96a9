select
    annotation_date,
    annotation_text,
    steps_limits,
    step_month,
    subject_category,
    subject_npi
from mart.annotation
order by annotation_ordinal
