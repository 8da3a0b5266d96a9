-- grain:  one row per denial category (and all of them together) and step of days since the first denial
-- key:    pace_category, from_days
-- units:  from_days and to_days count from the first denial; services are counts; remaining_ratio is 0 to 1
-- source: ledger.recovery_pace

select
    recovery_pace.pace_category,
    recovery_pace.from_days,
    recovery_pace.to_days,
    recovery_pace.at_risk_services,
    recovery_pace.recovered_services,
    cast(recovery_pace.remaining_parts as double) / 1000000 as remaining_ratio
from ledger.recovery_pace
