-- grain:    one row per calendar year that has accruing lines and no KX threshold
-- key:      calendar_year
-- units:    lines counts service lines
-- source:   ledger.accruing_line, ledger.threshold
-- severity: critical
-- title:    Every calendar year with accruing lines has a KX threshold

select
    accruing_line.calendar_year,
    count(*) as lines,
    concat(
        'Calendar year ',
        accruing_line.calendar_year,
        ' has ',
        count(*),
        case when count(*) = 1 then ' accruing service line' else ' accruing service lines' end,
        ', but no KX threshold. Write a CSV file with the header ',
        'calendar_year,kx_threshold,medical_review_amount,alert_amount,source and one row for ',
        accruing_line.calendar_year,
        ', and give it to kxwatch build together with the remittances.'
    ) as sentence
from ledger.accruing_line
left join ledger.threshold
    on accruing_line.calendar_year = threshold.calendar_year
where threshold.kx_threshold_cents is null
group by accruing_line.calendar_year
