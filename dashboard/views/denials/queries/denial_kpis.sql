select
    measure_name,
    kpi_month,
    kpi_unit,
    numerator_value,
    denominator_value
from mart.denial_kpi
where kpi_month >= $first_month
order by measure_name, kpi_month
