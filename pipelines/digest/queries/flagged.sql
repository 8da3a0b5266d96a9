select provider_npi
from mart.provider_kx
where
    period_type = 'month'
    and period_start = $month_start
    and all_kx_category = 'red_flag'
order by provider_npi
