-- grain:  one row per patient, service date and code that was documented or billed on a documented day
-- key:    beneficiary_ordinal, service_date, procedure_code
-- units:  _units are units of service; null where not documented, or not billed
-- source: ledger.documented_line, ledger.service_line, ledger.service_occurrence

with documented as (

    select
        documented_line.beneficiary_ordinal,
        documented_line.service_date,
        documented_line.procedure_code,
        sum(documented_line.documented_units) as documented_units,
        min(documented_line.therapist_name) as therapist_name,
        min(documented_line.file_number) as file_number,
        min(documented_line.segment_number) as segment_number
    from ledger.documented_line
    where documented_line.beneficiary_ordinal is not null
    group by documented_line.beneficiary_ordinal, documented_line.service_date, documented_line.procedure_code

),

documented_day as (

    select
        documented.beneficiary_ordinal,
        documented.service_date,
        min(documented.therapist_name) as therapist_name,
        min(documented.file_number) as file_number,
        min(documented.segment_number) as segment_number
    from documented
    group by documented.beneficiary_ordinal, documented.service_date

),

billed as (

    select
        service_line.beneficiary_ordinal,
        service_line.service_date,
        service_line.procedure_code,
        sum(service_line.paid_units) as billed_units,
        min(service_line.provider_npi) as provider_npi,
        min(service_line.payee_npi) as payee_npi,
        min(service_line.service_line_key) as service_line_key
    from ledger.service_line
    inner join documented_day
        on
            service_line.beneficiary_ordinal = documented_day.beneficiary_ordinal
            and service_line.service_date = documented_day.service_date
    left join ledger.service_occurrence
        on service_line.line_place = service_occurrence.line_place
    where
        service_line.claim_category = 'effective'
        and coalesce(service_occurrence.standing_category, 'standing') = 'standing'
    group by service_line.beneficiary_ordinal, service_line.service_date, service_line.procedure_code

),

billed_day as (

    select distinct
        billed.beneficiary_ordinal,
        billed.service_date
    from billed

),

matched as (

    select
        coalesce(documented.beneficiary_ordinal, billed.beneficiary_ordinal) as beneficiary_ordinal,
        coalesce(documented.service_date, billed.service_date) as service_date,
        coalesce(documented.procedure_code, billed.procedure_code) as procedure_code,
        documented.documented_units,
        billed.billed_units,
        billed.provider_npi,
        billed.payee_npi,
        billed.service_line_key
    from documented
    full outer join billed
        on
            documented.beneficiary_ordinal = billed.beneficiary_ordinal
            and documented.service_date = billed.service_date
            and documented.procedure_code = billed.procedure_code

)

select
    matched.beneficiary_ordinal,
    matched.service_date,
    matched.procedure_code,
    documented_day.therapist_name,
    documented_day.file_number,
    documented_day.segment_number,
    matched.documented_units,
    matched.billed_units,
    matched.provider_npi,
    matched.payee_npi,
    matched.service_line_key,
    case
        when matched.billed_units is null and billed_day.beneficiary_ordinal is null then 'no_remittance'
        when matched.billed_units is null then 'not_billed'
        when matched.documented_units is null then 'not_documented'
        when matched.billed_units > matched.documented_units then 'billed_more'
        when matched.billed_units < matched.documented_units then 'documented_more'
        else 'equal'
    end as documentation_category
from matched
inner join documented_day
    on
        matched.beneficiary_ordinal = documented_day.beneficiary_ordinal
        and matched.service_date = documented_day.service_date
left join billed_day
    on
        matched.beneficiary_ordinal = billed_day.beneficiary_ordinal
        and matched.service_date = billed_day.service_date
