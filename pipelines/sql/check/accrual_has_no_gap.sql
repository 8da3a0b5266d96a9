-- grain:    one row per line that does not go on where the line before it ended
-- key:      service_line_key, order_basis
-- units:    _cents are US cents, without prior use
-- source:   mart.line_position
-- severity: critical
-- title:    Each line starts at the own amount where the one before it ended, and the first starts at zero

with followed as (

    select
        line_position.service_line_key,
        line_position.order_basis,
        line_position.line_sequence,
        line_position.accrued_before_cents - line_position.prior_use_cents as own_before_cents,
        lag(line_position.accrued_after_cents - line_position.prior_use_cents) over account as ended_cents,
        row_number() over account as turn_number
    from mart.line_position
    window
        account as (
            partition by
                line_position.beneficiary_key,
                line_position.pool,
                line_position.calendar_year,
                line_position.order_basis
            order by line_position.line_sequence
        )

)

select
    service_line_key,
    order_basis,
    own_before_cents,
    ended_cents
from followed
where own_before_cents <> coalesce(ended_cents, 0) or line_sequence <> turn_number
