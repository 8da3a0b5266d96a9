select distinct
    figure_name,
    title
from mart.month_figure
