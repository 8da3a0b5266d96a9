with line as (

    select
        *,
        (
            select denial.beneficiary_key
            from mart.denial
            where denial.service_line_key = denial_worklist.service_line_key
        ) as beneficiary_key,
        due_route(route_last_date, next_last_date, route_last_date, next_last_date, $today) as due_date,
        due_route(route_last_date, next_last_date, route_category, next_route_category, $today) as due_category,
        due_route(route_last_date, next_last_date, channel, next_channel, $today) as due_channel
    from mart.denial_worklist
    where
        is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
        and is_chosen(denial_category, $category)

)

select
    claim_key,
    min(beneficiary_key) as beneficiary_key,
    min(due_date) as deadline_date,
    days_until(min(due_date), $today) as days_left,
    cast(sum(open_cents) as bigint) as open_cents,
    min(payer_claim_control_number) as payer_claim_control_number,
    min(patient_control_number) as patient_control_number,
    min(service_date) as service_date,
    max(service_date) as through_service_date,
    count(*) as lines,
    arg_min(due_category, row(due_date, line_number)) filter (where due_date is not null) as route_category,
    arg_min(due_channel, row(due_date, line_number)) filter (where due_date is not null) as channel,
    count(distinct due_category) as routes,
    min(modifier_to_add) as modifier_to_add,
    arg_min(denial_category, row(due_date is null, due_date, line_number)) as denial_category,
    cast(sum(likely_cents) filter (where due_date is not null) as bigint) as likely_cents,
    count(*) filter (where estimated_cents is null) as lines_without_estimate,
    min(first_denied_date) as first_denied_date,
    max(times_denied) as times_denied,
    min(payer_name) as payer_name,
    min(payee_npi) as payee_npi,
    case when count(distinct provider_npi) = 1 then min(provider_npi) end as provider_npi
from line
group by claim_key
order by likely_cents desc nulls last, deadline_date nulls last, open_cents desc, claim_key
