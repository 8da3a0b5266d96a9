select
    estimate_basis,
    recovered_services,
    estimated_cents,
    recovered_allowed_cents,
    tenth_difference_cents,
    median_difference_cents,
    ninetieth_difference_cents,
    within_percent_services,
    within_percent_ratio
from mart.expected_quality
order by recovered_services desc, estimate_basis
