-- grain:    one row per denied service whose steps do not agree with its occurrences and its state
-- key:      service_line_key
-- units:    counts of steps and occurrences
-- source:   mart.denial, mart.denial_link, mart.denial_event
-- severity: critical
-- title:    Each later occurrence of a denied service has a step sent and a step answered; a recovery is one of them

with step as (

    select
        denial_link.denial_service_line_key,
        count(case when denial_link.link_category in ('corrected', 'billed_anew') then 1 end) as sent,
        count(
            case when denial_link.link_category not in ('corrected', 'billed_anew', 'taken_back') then 1 end
        ) as came_back,
        count(case when denial_link.link_category in ('recovered', 'recovered_in_part') then 1 end) as recovered
    from mart.denial_link
    group by denial_link.denial_service_line_key

),

first_event as (

    select
        denial_event.denial_service_line_key,
        denial_event.event_number
    from mart.denial_event
    where denial_event.service_line_key = denial_event.denial_service_line_key

),

later as (

    select
        denial_event.denial_service_line_key,
        count(*) as occurrences
    from mart.denial_event
    inner join first_event
        on denial_event.denial_service_line_key = first_event.denial_service_line_key
    where denial_event.event_number > first_event.event_number
    group by denial_event.denial_service_line_key

)

select
    denial.service_line_key,
    denial.state,
    coalesce(later.occurrences, 0) as occurrences,
    coalesce(step.sent, 0) as sent,
    coalesce(step.came_back, 0) as came_back,
    coalesce(step.recovered, 0) as recovered
from mart.denial
left join step
    on denial.service_line_key = step.denial_service_line_key
left join later
    on denial.service_line_key = later.denial_service_line_key
where
    coalesce(later.occurrences, 0) <> coalesce(step.sent, 0)
    or coalesce(later.occurrences, 0) <> coalesce(step.came_back, 0)
    or coalesce(step.recovered, 0) <> case when denial.state = 'recovered' then 1 else 0 end
    or denial.is_recovered_in_part <> (denial.life_category = 'recovered_in_part')
