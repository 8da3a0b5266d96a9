-- grain:  one row per identifier that was changed
-- key:    old_patient_number
-- units:  none
-- source: staging.identity_crosswalk

-- where two files name two new identifiers for one old one, the earlier file holds
with recursive link as (

    select
        identity_crosswalk.old_patient_number,
        arg_min(identity_crosswalk.new_patient_number, identity_crosswalk.crosswalk_place) as new_patient_number
    from staging.identity_crosswalk
    group by identity_crosswalk.old_patient_number

),

-- the reader refuses a file that closes a circle, so every chain has an end
chain as (

    select
        link.old_patient_number,
        link.new_patient_number
    from link
    union
    select
        chain.old_patient_number,
        link.new_patient_number
    from chain
    inner join link
        on chain.new_patient_number = link.old_patient_number

)

select
    chain.old_patient_number,
    chain.new_patient_number
from chain
left join link
    on chain.new_patient_number = link.old_patient_number
where link.old_patient_number is null
