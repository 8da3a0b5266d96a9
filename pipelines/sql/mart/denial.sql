-- grain:  one row per service that was denied, however often
-- key:    service_line_key
-- units:  _cents are US cents; days_to_recover and days_left are days
-- source: ledger.denial, ledger.denial_link, ledger.denial_route

with last_link as (

    select
        denial_link.service_place,
        arg_max(denial_link.link_category, denial_link.link_sequence) as link_category
    from ledger.denial_link
    group by denial_link.service_place

),

first_route as (

    select *
    from ledger.denial_route
    where is_first_open

)

select
    denial.service_line_key,
    denial.beneficiary_key,
    denial.provider_npi,
    denial.payee_npi,
    denial.pool,
    denial.service_date,
    denial.procedure_code,
    denial.has_kx,
    denial.first_denied_date,
    denial.times_denied,
    denial.denial_group_code as adjustment_group_code,
    denial.denial_reason_code as adjustment_reason_code,
    denial.denial_category,
    denial.has_notice,
    denial.charge_cents,
    denial.expected_allowed_cents,
    denial.state,
    denial.recovered_date,
    denial.recovered_allowed_cents,
    denial.days_to_recover,
    denial.reopening_deadline,
    denial.is_loss,
    denial.payer_name,
    denial.claim_filing_indicator_code,
    denial.calendar_year,
    cast(date_trunc('month', denial.first_denied_date) as date) as first_denied_month,
    denial.last_denied_date,
    denial.payer_claim_control_number,
    denial.patient_control_number,
    denial.line_number,
    denial.modifiers,
    denial.expected_basis,
    case
        when denial.state = 'open' then date_diff('day', denial.data_through_date, denial.reopening_deadline)
    end as days_left,
    denial.recovered_service_line_key,
    case
        when denial.state = 'recovered' then coalesce(denial.expected_allowed_cents, 0) else 0
    end as recovered_expected_cents,
    case when denial.state = 'open' then coalesce(denial.expected_allowed_cents, 0) else 0 end as open_cents,
    case when denial.state = 'expired' then coalesce(denial.expected_allowed_cents, 0) else 0 end as expired_cents,
    case
        when denial.state in ('duplicate', 'expired') then denial.state
        when denial.is_recovered_in_part then 'recovered_in_part'
        when denial.state = 'recovered' then 'recovered'
        else coalesce(last_link.link_category, 'denied')
    end as life_category,
    denial.is_recovered_in_part,
    denial.recovered_allowed_cents - denial.expected_allowed_cents as recovered_difference_cents,
    denial.remark_codes,
    denial.is_unprocessable,
    denial.estimated_cents,
    denial.estimate_basis,
    case when denial.state = 'open' then first_route.route_category end as route_category,
    case when denial.state = 'open' then first_route.last_date end as route_last_date,
    case when denial.state = 'open' then first_route.mac_name end as mac_name
from ledger.denial
left join last_link
    on denial.service_place = last_link.service_place
left join first_route
    on denial.service_place = first_route.service_place
