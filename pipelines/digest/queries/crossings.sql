select
    count(*) filter (where kx_crossing_known_date between $month_start and $month_end) as kx_crossings,
    count(*) filter (where medical_review_known_date between $month_start and $month_end) as review_crossings
from mart.threshold_crossing
where order_basis = 'received'
