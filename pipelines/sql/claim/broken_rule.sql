-- grain:  one row per judged service line of the claim files and rule that it breaks
-- key:    line_place, rule_name
-- units:  none
-- source: claim.line, claim.modifier_fault, ledger.therapy_accrual, reference.always_therapy, reference.rule_parameter,
--         source.check_parameter

with timely as (

    select
        cast(
            check_parameter.check_date - to_years(cast(rule_parameter.parameter_value as integer)) as date
        ) as from_date
    from source.check_parameter
    cross join reference.rule_parameter
    where rule_parameter.parameter_name = 'timely_filing_years'

),

broken as (

    select
        therapy_accrual.line_place,
        case when therapy_accrual.kx_finding = 'missing' then 'kx_missing' else 'kx_early' end as rule_name
    from ledger.therapy_accrual
    where
        therapy_accrual.order_basis = 'received'
        and therapy_accrual.kx_finding in ('missing', 'early', 'early_unverified')
    union all
    select
        line.line_place,
        modifier_fault.rule_name
    from claim.line
    inner join claim.modifier_fault
        on line.modifiers = modifier_fault.modifiers
    union all
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
        'late_claim' as rule_name
    from claim.line
    inner join timely
        on line.service_date < timely.from_date

)

select
    broken.line_place,
    broken.rule_name
from broken
inner join claim.line
    on broken.line_place = line.line_place
where line.is_judged
