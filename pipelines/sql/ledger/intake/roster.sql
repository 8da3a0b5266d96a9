-- grain:  one row per provider and clinic of the newest roster that names the provider
-- key:    provider_npi, clinic
-- units:  none
-- source: staging.roster

with newest as (

    select
        roster.provider_npi,
        max(roster.file_number) as file_number
    from staging.roster
    group by roster.provider_npi

),

ranked as (

    select
        roster.*,
        row_number() over (
            partition by roster.provider_npi, roster.clinic
            order by roster.roster_place desc
        ) as newest_first
    from staging.roster
    inner join newest
        on
            roster.provider_npi = newest.provider_npi
            and roster.file_number = newest.file_number

)

select
    ranked.roster_place,
    ranked.file_number,
    ranked.segment_number,
    ranked.provider_npi,
    ranked.provider_name,
    ranked.discipline,
    ranked.clinic,
    ranked.is_active
from ranked
where ranked.newest_first = 1
