-- grain:  one row per account and date of receipt of what was submitted and is not adjudicated yet
-- key:    account_patient_number, pool, calendar_year, received_date
-- units:  amount_cents is US cents, expected, less what its replacements reverse
-- source: claim.line, claim.replaced_amount, ledger.expected_allowed, ledger.fee_estimate, reference.rule_parameter

-- only what a pending line may count twice with: nothing is pending in most checks
with pending_service as (

    select distinct
        line.account_patient_number,
        line.payee_npi,
        line.service_date,
        line.procedure_code,
        line.discipline
    from claim.line
    where line.is_pending and line.pool is not null

),

numbered as (

    select
        line.*,
        row_number() over (
            partition by
                line.claim_place,
                line.payee_npi,
                line.service_date,
                line.procedure_code,
                line.discipline
            order by line.line_place
        ) as equal_number
    from claim.line
    inner join pending_service
        on
            line.account_patient_number = pending_service.account_patient_number
            and coalesce(line.payee_npi, '') = coalesce(pending_service.payee_npi, '')
            and line.service_date = pending_service.service_date
            and line.procedure_code = pending_service.procedure_code
            and line.discipline = pending_service.discipline
    where line.pool is not null

),

-- a service that was submitted again counts once: as it stands in the files at hand, else as it was kept last
turned as (

    select
        numbered.*,
        row_number() over (
            partition by
                numbered.account_patient_number,
                numbered.payee_npi,
                numbered.service_date,
                numbered.procedure_code,
                numbered.discipline,
                numbered.equal_number
            order by numbered.line_place desc
        ) as newest_first
    from numbered

),

amount as (

    select
        turned.account_patient_number,
        turned.pool,
        turned.calendar_year,
        turned.created_date as received_date,
        coalesce(expected_allowed.expected_allowed_cents, fee_estimate.fee_schedule_cents, 0) as amount_cents
    from turned
    left join ledger.expected_allowed
        on turned.line_place = expected_allowed.line_place
    left join ledger.fee_estimate
        on turned.line_place = fee_estimate.line_place
    where turned.is_pending and turned.newest_first = 1
    union all
    select
        replaced_amount.account_patient_number,
        replaced_amount.pool,
        replaced_amount.calendar_year,
        replaced_amount.received_date,
        -replaced_amount.amount_cents as amount_cents
    from claim.replaced_amount
    where replaced_amount.is_pending

)

select
    amount.account_patient_number,
    amount.pool,
    amount.calendar_year,
    amount.received_date,
    cast(amount.received_date + cast(rule_parameter.parameter_value as integer) as date) as counted_from_date,
    cast(sum(amount.amount_cents) as bigint) as amount_cents
from amount
inner join reference.rule_parameter
    on rule_parameter.parameter_name = 'counted_after_received_days'
group by
    amount.account_patient_number,
    amount.pool,
    amount.calendar_year,
    amount.received_date,
    rule_parameter.parameter_value
