select
    figure_name,
    title,
    figure_count,
    figure_cents
from mart.month_figure
where figure_month = $month_start
order by figure_rank
