-- grain:  one row per service that was denied at least once
-- key:    service_place
-- units:  times_denied counts occurrences
-- source: ledger.service_occurrence

with first_denial as (

    select
        service_occurrence.service_place,
        min(case when service_occurrence.is_denied then service_occurrence.event_number end) as first_event,
        count(case when service_occurrence.is_denied then 1 end) as times_denied,
        max(case when service_occurrence.is_denied then service_occurrence.payment_date end) as last_denied_date
    from ledger.service_occurrence
    group by service_occurrence.service_place

),

recovery as (

    select
        first_denial.service_place,
        min(service_occurrence.event_number) as recovered_event
    from first_denial
    inner join ledger.service_occurrence
        on first_denial.service_place = service_occurrence.service_place
    where
        service_occurrence.event_number > first_denial.first_event
        and not service_occurrence.is_denied
        and service_occurrence.claim_category = 'effective'
        and service_occurrence.allowed_cents > 0
    group by first_denial.service_place

)

select
    first_denial.service_place,
    first_denial.times_denied,
    first_denial.last_denied_date,
    denied.line_place as denied_line_place,
    recovering.line_place as recovering_line_place
from first_denial
inner join ledger.service_occurrence as denied
    on
        first_denial.service_place = denied.service_place
        and first_denial.first_event = denied.event_number
left join recovery
    on first_denial.service_place = recovery.service_place
left join ledger.service_occurrence as recovering
    on
        recovery.service_place = recovering.service_place
        and recovery.recovered_event = recovering.event_number
