-- grain:  one row per provider
-- key:    provider_npi
-- units:  lines counts service lines; disciplines lists PT, OT, SLP
-- source: ledger.service_line, ledger.claim_payment, ledger.roster

with named as (

    select
        claim_payment.rendering_npi as provider_npi,
        arg_max(claim_payment.rendering_name, claim_payment.claim_place) as provider_name
    from ledger.claim_payment
    where claim_payment.rendering_npi is not null and claim_payment.rendering_name is not null
    group by claim_payment.rendering_npi

),

listed as (

    select
        roster.provider_npi,
        arg_min(roster.provider_name, roster.roster_place) as provider_name
    from ledger.roster
    group by roster.provider_npi

),

counted as (

    select
        service_line.provider_npi,
        count(*) as lines,
        concat_ws(
            ', ',
            max(case when service_line.discipline = 'PT' then 'PT' end),
            max(case when service_line.discipline = 'OT' then 'OT' end),
            max(case when service_line.discipline = 'SLP' then 'SLP' end)
        ) as disciplines
    from ledger.service_line
    where service_line.provider_npi is not null
    group by service_line.provider_npi

)

select
    counted.provider_npi,
    coalesce(listed.provider_name, named.provider_name) as provider_name,
    counted.lines,
    counted.disciplines
from counted
left join named
    on counted.provider_npi = named.provider_npi
left join listed
    on counted.provider_npi = listed.provider_npi
