-- grain:  one row per denied service and later allowed line that may belong to it: for a person, never counted
-- key:    service_place, line_place
-- units:  none
-- source: ledger.denial, ledger.service_line, ledger.service_occurrence, reference.rule_parameter

with rule as (

    select rule_parameter.parameter_value as candidate_days
    from reference.rule_parameter
    where rule_parameter.parameter_name = 'candidate_days'

),

wanted as (

    select
        denial.service_place,
        denial.beneficiary_ordinal,
        denial.payee_npi,
        denial.service_date,
        denial.procedure_code,
        denial.discipline,
        denial.payment_rank,
        denial.line_item_control_number,
        denial.is_recovered_in_part
    from ledger.denial
    where denial.state in ('open', 'expired') or denial.is_recovered_in_part

),

-- allowed lines of the same person and day, or with the same line item number some days off, that came after the denial
later as (

    select
        wanted.service_place,
        wanted.is_recovered_in_part,
        service_line.line_place,
        wanted.service_date = service_line.service_date as is_same_day,
        coalesce(service_line.payee_npi, '') = coalesce(wanted.payee_npi, '') as is_same_payee,
        coalesce(service_line.procedure_code, '') = coalesce(wanted.procedure_code, '') as is_same_code,
        coalesce(service_line.discipline, '') = coalesce(wanted.discipline, '') as is_same_discipline
    from wanted
    cross join rule
    inner join ledger.service_line
        on
            wanted.beneficiary_ordinal = service_line.beneficiary_ordinal
            and (
                wanted.service_date = service_line.service_date
                or (
                    wanted.line_item_control_number = service_line.line_item_control_number
                    and abs(date_diff('day', wanted.service_date, service_line.service_date))
                    <= rule.candidate_days
                )
            )
    where
        service_line.claim_category = 'effective'
        and not service_line.is_denied
        and service_line.allowed_cents > 0
        and service_line.payment_rank > wanted.payment_rank

),

-- a line that already answers a denial is spoken for
free as (

    select later.*
    from later
    left join ledger.service_occurrence
        on later.line_place = service_occurrence.line_place
    left join ledger.denial as answered
        on service_occurrence.service_place = answered.service_place
    where answered.service_place is null

),

judged as (

    select
        free.*,
        case
            when not free.is_same_day and free.is_same_payee and free.is_same_code then 'other_day'
            when not free.is_same_day then null
            when free.is_same_payee and free.is_same_code and free.is_same_discipline then 'line_split'
            when free.is_same_payee and free.is_same_code then 'other_discipline'
            when free.is_same_payee and free.is_same_discipline and not free.is_recovered_in_part then 'other_code'
            when free.is_same_code and not free.is_same_payee and not free.is_recovered_in_part then 'other_payee'
        end as candidate_category
    from free

)

select
    service_place,
    line_place,
    candidate_category
from judged
where candidate_category is not null
