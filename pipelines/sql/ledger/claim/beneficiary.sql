-- grain:  one row per beneficiary, changed identifiers followed to the newest
-- key:    beneficiary_key
-- units:  beneficiary_ordinal numbers the beneficiaries of this build, for joins
-- source: staging.claim_payment, ledger.prior_use, staging.build_parameter, ledger.identity

with mentioned as (

    select claim_payment.patient_number
    from staging.claim_payment
    union
    select prior_use.patient_number
    from ledger.prior_use

),

resolved as (

    select distinct coalesce(identity.new_patient_number, mentioned.patient_number) as patient_number
    from mentioned
    left join ledger.identity
        on mentioned.patient_number = identity.old_patient_number
    where mentioned.patient_number is not null

)

-- keyed twice, inner and outer: nobody without the home's secret can test an identifier
select
    resolved.patient_number,
    row_number() over (
        order by resolved.patient_number
    ) as beneficiary_ordinal,
    key_of(build_parameter.beneficiary_secret, resolved.patient_number) as beneficiary_key
from resolved
cross join staging.build_parameter
