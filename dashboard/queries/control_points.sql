select
    subject_category,
    subject_npi,
    service_month,
    numerator_value,
    denominator_value,
    point_ratio,
    is_complete,
    stretch_ordinal,
    centre_ratio,
    lower_ratio,
    upper_ratio,
    is_rhythm_removed,
    false_alarm_ratio,
    rule_codes
from mart.control_point
where
    measure_name = $measure_name
    and subject_category = $subject_category
    and is_chosen(subject_npi, $subject_npi)
order by subject_npi, service_month
