select
    practice_key,
    practice_name,
    folder_name,
    rated_beneficiaries,
    rated_kx_beneficiaries,
    rate_ratio,
    inner_low_ratio,
    inner_high_ratio,
    outer_low_ratio,
    outer_high_ratio,
    wide_low_ratio,
    wide_high_ratio,
    is_outlying,
    funnel_category
from mart.practice_rate
order by rated_beneficiaries, practice_key
