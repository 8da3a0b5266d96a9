-- grain:  one row per procedure code, payee and calendar year; year null is over all years
-- key:    procedure_code, payee_npi, calendar_year
-- units:  the two middle lines of the median: _cents are US cents, _parts are ten-thousandths of a unit
-- source: ledger.service_line, ledger.accruing_line

-- Decision 0140.

-- fee schedules repeat: counting equal amounts first leaves few rows to sort
with amount as (

    select
        service_line.procedure_code,
        service_line.payee_npi,
        service_line.calendar_year,
        service_line.allowed_cents,
        cast(service_line.paid_units * 10000 as bigint) as unit_parts,
        count(*) as lines
    from ledger.service_line
    inner join ledger.accruing_line
        on service_line.line_place = accruing_line.line_place
    where service_line.allowed_cents > 0 and service_line.paid_units > 0 and service_line.allowed_basis <> 'secondary'
    group by all

),

spread as (

    select
        amount.procedure_code,
        amount.payee_npi,
        amount.calendar_year,
        amount.allowed_cents,
        amount.unit_parts,
        amount.lines
    from amount
    union all
    select
        amount.procedure_code,
        amount.payee_npi,
        cast(null as bigint) as calendar_year,
        amount.allowed_cents,
        amount.unit_parts,
        cast(sum(amount.lines) as bigint) as lines
    from amount
    group by amount.procedure_code, amount.payee_npi, amount.allowed_cents, amount.unit_parts

),

-- amounts per unit in order, by whole-number division fine enough to tell any two apart
counted as (

    select
        spread.*,
        sum(spread.lines) over (
            partition by spread.procedure_code, spread.payee_npi, spread.calendar_year
            order by
                cast(spread.allowed_cents as hugeint) * 10000000000000000 // spread.unit_parts,
                spread.allowed_cents
            rows between unbounded preceding and current row
        ) as lines_up_to,
        sum(spread.lines) over (
            partition by spread.procedure_code, spread.payee_npi, spread.calendar_year
        ) as lines_in_all
    from spread

)

select
    procedure_code,
    payee_npi,
    calendar_year,
    cast(max(lines_in_all) as bigint) as lines,
    max(case
        when lines_up_to - lines < (lines_in_all + 1) // 2 and lines_up_to >= (lines_in_all + 1) // 2
            then allowed_cents
    end) as lower_cents,
    max(case
        when lines_up_to - lines < (lines_in_all + 1) // 2 and lines_up_to >= (lines_in_all + 1) // 2
            then unit_parts
    end) as lower_parts,
    max(case
        when lines_up_to - lines < lines_in_all // 2 + 1 and lines_up_to >= lines_in_all // 2 + 1
            then allowed_cents
    end) as upper_cents,
    max(case
        when lines_up_to - lines < lines_in_all // 2 + 1 and lines_up_to >= lines_in_all // 2 + 1
            then unit_parts
    end) as upper_parts
from counted
group by procedure_code, payee_npi, calendar_year
