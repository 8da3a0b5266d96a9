-- grain:  one row per file of documented units with patients who cannot be matched to a remittance
-- key:    file_number, rule
-- units:  none
-- source: ledger.documented_line, ledger.documented_person, reference.row_rule

with unmatched as (

    select
        documented_line.file_number,
        documented_line.file_sha256,
        documented_person.is_ambiguous,
        min(documented_line.segment_number) as segment_number,
        count(distinct documented_line.documented_person_key) as patients
    from ledger.documented_line
    inner join ledger.documented_person
        on documented_line.documented_person_key = documented_person.documented_person_key
    where documented_line.beneficiary_ordinal is null
    group by documented_line.file_number, documented_line.file_sha256, documented_person.is_ambiguous

)

select
    unmatched.file_number,
    unmatched.file_sha256,
    unmatched.segment_number,
    row_rule.rule,
    concat(row_rule.sentence, ' Patients: ', unmatched.patients, '.') as reason
from unmatched
inner join reference.row_rule
    on
        row_rule.rule
        = case
            when unmatched.is_ambiguous then 'documented_patient_ambiguous' else 'documented_patient_unknown'
        end
