-- grain:  one row per month in which services were first adjudicated, lines with a signed notice left out
-- key:    payment_month
-- units:  lines are counts; _cents are US cents charged
-- source: ledger.service_line, ledger.service_occurrence

select
    cast(date_trunc('month', service_line.payment_date) as date) as payment_month,
    count(*) as first_lines,
    count(case when service_line.is_denied then 1 end) as denied_lines,
    count(case when not service_line.is_denied and service_line.paid_cents > 0 then 1 end) as paid_lines,
    cast(sum(service_line.charge_cents) as bigint) as first_charge_cents,
    cast(sum(case when service_line.is_denied then service_line.charge_cents else 0 end) as bigint)
        as denied_charge_cents
from ledger.service_line
left join ledger.service_occurrence
    on service_line.line_place = service_occurrence.line_place
where
    service_line.claim_category in ('effective', 'taken_back')
    and coalesce(service_occurrence.event_number, 1) = 1
    and coalesce(service_line.denial_category, '') <> 'signed_notice'
group by cast(date_trunc('month', service_line.payment_date) as date)
