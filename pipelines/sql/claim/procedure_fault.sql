-- grain:  one row per service line of the claim files and rule about its procedure, place or date that it breaks
-- key:    line_place, rule_name
-- units:  none
-- source: claim.line, claim.modifier, reference.always_therapy, reference.discipline_procedure,
--         reference.therapy_modifier, reference.telehealth_place, reference.telehealth_period,
--         reference.rule_parameter, source.check_parameter

with timely as (

    select
        cast(
            check_parameter.check_date - to_years(cast(rule_parameter.parameter_value as integer)) as date
        ) as from_date
    from source.check_parameter
    cross join reference.rule_parameter
    where rule_parameter.parameter_name = 'timely_filing_years'

),

telehealth_rule as (

    select min(telehealth_place.from_date) as from_date
    from reference.telehealth_place

),

remote as (

    select distinct modifier.modifiers
    from claim.modifier
    where modifier.modifier_role = 'telehealth'

)

select
    line.line_place,
    'discipline_modifier' as rule_name
from claim.line
inner join reference.always_therapy
    on line.procedure_code = always_therapy.procedure_code
where line.therapy_modifiers <> 1
union all
select
    line.line_place,
    'discipline_code' as rule_name
from claim.line
inner join reference.discipline_procedure
    on line.procedure_code = discipline_procedure.procedure_code
inner join reference.therapy_modifier
    on discipline_procedure.modifier_code = therapy_modifier.modifier_code
where line.discipline <> therapy_modifier.discipline
union all
select
    line.line_place,
    'telehealth_modifier' as rule_name
from claim.line
inner join reference.telehealth_place
    on
        line.place_of_service_code = telehealth_place.place_of_service_code
        and line.service_date >= telehealth_place.from_date
left join remote
    on line.modifiers = remote.modifiers
where line.discipline is not null and remote.modifiers is null
union all
-- since then telehealth has a place of service of its own
select
    line.line_place,
    'telehealth_place' as rule_name
from claim.line
inner join remote
    on line.modifiers = remote.modifiers
inner join telehealth_rule
    on line.service_date >= telehealth_rule.from_date
left join reference.telehealth_place
    on line.place_of_service_code = telehealth_place.place_of_service_code
where line.discipline is not null and telehealth_place.place_of_service_code is null
union all
select
    line.line_place,
    'telehealth_period' as rule_name
from claim.line
left join remote
    on line.modifiers = remote.modifiers
left join reference.telehealth_place
    on line.place_of_service_code = telehealth_place.place_of_service_code
left join reference.telehealth_period
    on line.service_date between telehealth_period.from_date and telehealth_period.to_date
where
    line.discipline is not null
    and line.service_date is not null
    and (remote.modifiers is not null or telehealth_place.place_of_service_code is not null)
    and telehealth_period.from_date is null
union all
select
    line.line_place,
    'late_claim' as rule_name
from claim.line
inner join timely
    on line.service_date < timely.from_date
