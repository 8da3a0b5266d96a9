-- grain:  one row per judged visit with more timed units than its documented minutes support, on the line over them
-- key:    line_place
-- units:  day_units are timed units of the visit in the file; documented_minutes are minutes; supported_units are units
-- source: claim.line, ledger.beneficiary, ledger.documented_minutes, reference.timed_procedure

with running as (

    select
        line.line_place,
        line.paid_units,
        documented_minutes.documented_minutes,
        documented_minutes.supported_units,
        sum(line.paid_units) over (
            partition by line.file_number, line.account_patient_number, line.discipline, line.service_date
            order by line.line_place
            rows between unbounded preceding and current row
        ) as units_so_far,
        sum(line.paid_units) over (
            partition by line.file_number, line.account_patient_number, line.discipline, line.service_date
        ) as day_units
    from claim.line
    inner join reference.timed_procedure
        on line.procedure_code = timed_procedure.procedure_code
    inner join ledger.beneficiary
        on line.account_patient_number = beneficiary.patient_number
    inner join ledger.documented_minutes
        on
            beneficiary.beneficiary_ordinal = documented_minutes.beneficiary_ordinal
            and line.discipline = documented_minutes.discipline
            and line.service_date = documented_minutes.service_date
    where line.is_judged and not line.is_void

)

select
    running.line_place,
    'units_above_minutes' as rule_name,
    running.day_units,
    running.documented_minutes,
    running.supported_units
from running
where
    running.units_so_far > running.supported_units
    and running.units_so_far - running.paid_units <= running.supported_units
