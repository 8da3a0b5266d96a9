-- grain:    one row per calendar year that has accruing lines and no KX threshold
-- key:      calendar_year
-- units:    lines counts service lines
-- source:   ledger.accruing_line, ledger.threshold, ledger.claim_payment, ledger.file
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
        case when count(*) = 1 then ' accruing service line (' else ' accruing service lines (' end,
        min(file.file_name),
        case when count(distinct file.file_sha256) > 1 then ' and other files' else '' end,
        '), but no KX threshold. If that date of service is wrong, have the payer or vendor correct the file, ',
        'and build without it until then. If it is right, write a CSV file with the header ',
        'calendar_year,kx_threshold,medical_review_amount,alert_amount,source and one row for ',
        accruing_line.calendar_year,
        ', and give it to kxwatch build together with the remittances.'
    ) as sentence
from ledger.accruing_line
inner join ledger.claim_payment
    on accruing_line.claim_place = claim_payment.claim_place
inner join ledger.file
    on claim_payment.file_number = file.file_number
left join ledger.threshold
    on accruing_line.calendar_year = threshold.calendar_year
where threshold.kx_threshold_cents is null
group by accruing_line.calendar_year
