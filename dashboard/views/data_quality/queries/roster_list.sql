select
    provider_npi,
    provider_name,
    true as is_in_roster,
    discipline,
    clinic,
    is_active,
    lines
from mart.roster
union all
select
    provider.provider_npi,
    provider.provider_name,
    false as is_in_roster,
    provider.disciplines as discipline,
    null as clinic,
    null as is_active,
    provider.lines
from mart.provider
where provider.provider_npi not in (select roster.provider_npi from mart.roster)
order by
    is_in_roster,
    provider_name,
    provider_npi,
    clinic
