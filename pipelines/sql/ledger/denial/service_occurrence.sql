-- grain:  one row per occurrence of a service that was denied at least once
-- key:    line_place
-- units:  _cents are US cents; event_number counts the occurrences of a service from 1
-- source: ledger.service_line

with contested as (

    select distinct
        service_line.beneficiary_ordinal,
        service_line.payee_npi,
        service_line.service_date,
        service_line.procedure_code
    from ledger.service_line
    where service_line.is_denied and service_line.claim_category <> 'reversal'

),

-- only where a denial stands on that day and code can one occurrence replace another
candidate as (

    select
        service_line.*,
        min(service_line.discipline) over (
            partition by
                service_line.beneficiary_ordinal,
                service_line.payee_npi,
                service_line.service_date,
                service_line.procedure_code
        ) as lowest_discipline,
        max(service_line.discipline) over (
            partition by
                service_line.beneficiary_ordinal,
                service_line.payee_npi,
                service_line.service_date,
                service_line.procedure_code
        ) as highest_discipline
    from ledger.service_line
    inner join contested
        on
            service_line.beneficiary_ordinal = contested.beneficiary_ordinal
            and service_line.payee_npi is not distinct from contested.payee_npi
            and service_line.service_date = contested.service_date
            and service_line.procedure_code is not distinct from contested.procedure_code
    where service_line.claim_category <> 'reversal'

),

disciplined as (

    select
        candidate.*,
        coalesce(
            candidate.discipline,
            case when candidate.lowest_discipline = candidate.highest_discipline then candidate.lowest_discipline end,
            ''
        ) as service_discipline
    from candidate

),

numbered as (

    select
        disciplined.*,
        row_number() over (
            partition by
                disciplined.claim_place,
                disciplined.service_date,
                disciplined.procedure_code,
                disciplined.service_discipline
            order by disciplined.is_denied desc, disciplined.line_number
        ) as service_ordinal
    from disciplined

),

-- a service is told by its first occurrence; a place is unique, so it serves as its number
grouped as (

    select
        numbered.*,
        row_number() over service as event_number,
        first_value(numbered.line_place) over service as service_place,
        bool_or(numbered.is_denied) over whole_service as is_denied_service,
        coalesce(
            bool_or(not numbered.is_denied and numbered.claim_category = 'effective') over whole_service, false
        ) as is_answered
    from numbered
    window
        service as (
            partition by
                numbered.beneficiary_ordinal,
                numbered.payee_npi,
                numbered.service_date,
                numbered.procedure_code,
                numbered.service_discipline,
                numbered.service_ordinal
            order by numbered.payment_rank, numbered.line_place
        ),
        whole_service as (
            partition by
                numbered.beneficiary_ordinal,
                numbered.payee_npi,
                numbered.service_date,
                numbered.procedure_code,
                numbered.service_discipline,
                numbered.service_ordinal
        )

),

newest as (

    select
        grouped.*,
        row_number() over (
            partition by grouped.service_place, grouped.is_denied, grouped.claim_category
            order by grouped.payment_rank desc, grouped.line_place desc
        ) as newest_first
    from grouped
    where grouped.is_denied_service

)

select
    line_place,
    service_place,
    event_number,
    service_line_key,
    payment_rank,
    payment_date,
    is_denied,
    claim_category,
    taken_back_date,
    allowed_cents,
    case
        when claim_category = 'taken_back' then 'taken_back'
        when not is_denied then 'standing'
        when is_answered or newest_first > 1 then 'superseded'
        else 'standing'
    end as standing_category
from newest
