-- grain:  one row per denied service line
-- key:    line_place
-- units:  expected_allowed_cents is US cents; null where no such service was ever allowed
-- source: ledger.service_line, ledger.allowed_per_unit, reference.rule_parameter

-- Decisions 0010 and 0073.

with rule as (

    select rule_parameter.parameter_value as limit_cents
    from reference.rule_parameter
    where rule_parameter.parameter_name = 'expected_allowed_limit_cents'

),

chosen as (

    select
        service_line.line_place,
        cast(service_line.paid_units * 10000 as hugeint) as unit_parts,
        cast(coalesce(same_year.lower_cents, any_year.lower_cents) as hugeint) as lower_cents,
        cast(coalesce(same_year.lower_parts, any_year.lower_parts) as hugeint) as lower_parts,
        cast(coalesce(same_year.upper_cents, any_year.upper_cents) as hugeint) as upper_cents,
        cast(coalesce(same_year.upper_parts, any_year.upper_parts) as hugeint) as upper_parts,
        case
            when same_year.lower_cents is not null then 'same_year'
            when any_year.lower_cents is not null then 'any_year'
        end as expected_basis
    from ledger.service_line
    left join ledger.allowed_per_unit as same_year
        on
            service_line.procedure_code is not distinct from same_year.procedure_code
            and service_line.payee_npi is not distinct from same_year.payee_npi
            and service_line.calendar_year = same_year.calendar_year
    left join ledger.allowed_per_unit as any_year
        on
            service_line.procedure_code is not distinct from any_year.procedure_code
            and service_line.payee_npi is not distinct from any_year.payee_npi
            and any_year.calendar_year is null
    where service_line.is_denied

),

-- the mean of the two middle amounts per unit, times the units, rounded once
rounded as (

    select
        chosen.line_place,
        chosen.expected_basis,
        divide_half_up(
            (chosen.lower_cents * chosen.upper_parts + chosen.upper_cents * chosen.lower_parts) * chosen.unit_parts,
            2 * chosen.lower_parts * chosen.upper_parts
        ) as expected_allowed_cents
    from chosen

)

-- beyond the limit it estimates nothing, and sums of it would leave the range of an integer
select
    rounded.line_place,
    case when rounded.expected_allowed_cents <= rule.limit_cents then rounded.expected_basis end as expected_basis,
    case
        when rounded.expected_allowed_cents <= rule.limit_cents then cast(rounded.expected_allowed_cents as bigint)
    end as expected_allowed_cents
from rounded
cross join rule
