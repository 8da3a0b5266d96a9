select
    today_date,
    soon_days
from mart.portfolio_day
