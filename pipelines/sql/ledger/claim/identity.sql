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

-- every step joins the links with themselves and so doubles how far each of them leads, until all are at their
-- end; the reader refuses a file that closes a circle, and no chain is longer than there are links
leap as (

    select
        link.old_patient_number,
        link.new_patient_number,
        cast(1 as bigint) as reach
    from link
    union all
    select
        leap.old_patient_number,
        coalesce(further.new_patient_number, leap.new_patient_number) as new_patient_number,
        2 * leap.reach as reach
    from leap
    left join leap as further
        on leap.new_patient_number = further.old_patient_number
    where
        leap.reach < (select count(*) from link)
        and exists (
            select 1
            from leap as first_part
            inner join leap as second_part
                on first_part.new_patient_number = second_part.old_patient_number
        )

)

select
    leap.old_patient_number,
    arg_max(leap.new_patient_number, leap.reach) as new_patient_number
from leap
group by leap.old_patient_number
