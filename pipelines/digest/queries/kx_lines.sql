select
    cast(coalesce(sum(lines), 0) as bigint) as therapy_lines,
    cast(coalesce(sum(kx_lines), 0) as bigint) as kx_lines,
    cast(coalesce(sum(early_kx_lines), 0) as bigint) as early_kx_lines,
    cast(coalesce(sum(over_lines), 0) as bigint) as over_lines,
    cast(coalesce(sum(over_lines - over_kx_lines), 0) as bigint) as missing_kx_lines
from mart.provider_kx
where
    period_type = 'month'
    and period_start = $month_start
