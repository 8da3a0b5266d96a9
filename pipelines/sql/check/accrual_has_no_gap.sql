-- grain:    one row per line that does not go on where the line before it ended
-- key:      service_line_key, order_basis
-- units:    _cents are US cents, without prior use
-- source:   mart.line_position
-- severity: critical
-- title:    Each line starts at the own amount where the one before it ended, and the first starts at zero

with gap as (

    select
        line_position.service_line_key,
        line_position.order_basis,
        line_position.accrued_before_cents - line_position.prior_use_cents as own_before_cents,
        earlier.accrued_after_cents - earlier.prior_use_cents as ended_cents
    from mart.line_position
    left join mart.line_position as earlier
        on
            line_position.beneficiary_key = earlier.beneficiary_key
            and line_position.pool = earlier.pool
            and line_position.calendar_year = earlier.calendar_year
            and line_position.order_basis = earlier.order_basis
            and line_position.line_sequence = earlier.line_sequence + 1
    where
        line_position.accrued_before_cents - line_position.prior_use_cents
        <> coalesce(earlier.accrued_after_cents - earlier.prior_use_cents, 0)
        or (earlier.line_sequence is null and line_position.line_sequence <> 1)

),

-- each line but the first has one before it, so as many lines as the last number means that no number stands twice
repeated as (

    select
        min(line_position.service_line_key) as service_line_key,
        line_position.order_basis,
        cast(null as bigint) as own_before_cents,
        cast(null as bigint) as ended_cents
    from mart.line_position
    group by
        line_position.beneficiary_key,
        line_position.pool,
        line_position.calendar_year,
        line_position.order_basis
    having count(*) <> max(line_position.line_sequence)

)

select
    service_line_key,
    order_basis,
    own_before_cents,
    ended_cents
from gap
union all
select
    service_line_key,
    order_basis,
    own_before_cents,
    ended_cents
from repeated
