-- grain:  one row per patient of documented visits, by identifier, else by name and birth date
-- key:    documented_person_key
-- units:  beneficiary_ordinal is null where no remitted patient, or more than one, can be meant
-- source: staging.documented_unit, staging.claim_payment, ledger.claim_payment, ledger.beneficiary, ledger.identity,
--         ledger.service_line

-- Decision 0143.

with documented as (

    select distinct
        documented_unit.documented_person_key,
        coalesce(identity.new_patient_number, documented_unit.patient_number) as patient_number,
        documented_unit.patient_name_letters,
        documented_unit.service_date
    from staging.documented_unit
    left join ledger.identity
        on documented_unit.patient_number = identity.old_patient_number

),

remitted_name as (

    select distinct
        claim_payment.beneficiary_ordinal,
        name_key(raw_claim.patient_last_name, raw_claim.patient_first_name) as patient_name_letters
    from ledger.claim_payment
    inner join staging.claim_payment as raw_claim
        on claim_payment.claim_place = raw_claim.claim_place
    where raw_claim.patient_last_name is not null and raw_claim.patient_first_name is not null

),

service_day as (

    select distinct
        service_line.beneficiary_ordinal,
        service_line.service_date
    from ledger.service_line

),

by_name as (

    select
        documented.documented_person_key,
        remitted_name.beneficiary_ordinal,
        count(service_day.service_date) as shared_dates
    from documented
    inner join remitted_name
        on documented.patient_name_letters = remitted_name.patient_name_letters
    left join service_day
        on
            remitted_name.beneficiary_ordinal = service_day.beneficiary_ordinal
            and documented.service_date = service_day.service_date
    where documented.patient_number is null
    group by documented.documented_person_key, remitted_name.beneficiary_ordinal

),

-- of several patients of one name, the one who was billed on more of the documented dates
ranked as (

    select
        by_name.documented_person_key,
        by_name.beneficiary_ordinal,
        by_name.shared_dates,
        row_number() over (
            partition by by_name.documented_person_key
            order by by_name.shared_dates desc, by_name.beneficiary_ordinal
        ) as best_first,
        count(*) over (
            partition by by_name.documented_person_key, by_name.shared_dates
        ) as equals
    from by_name

),

person as (

    select distinct
        documented.documented_person_key,
        documented.patient_number
    from documented

)

select
    person.documented_person_key,
    coalesce(
        beneficiary.beneficiary_ordinal,
        case when ranked.equals = 1 then ranked.beneficiary_ordinal end
    ) as beneficiary_ordinal,
    coalesce(ranked.equals, 0) > 1 as is_ambiguous
from person
left join ledger.beneficiary
    on person.patient_number = beneficiary.patient_number
left join ranked
    on person.documented_person_key = ranked.documented_person_key and ranked.best_first = 1
