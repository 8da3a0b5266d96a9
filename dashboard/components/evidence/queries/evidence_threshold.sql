select *
from mart.threshold
where calendar_year = $calendar_year
