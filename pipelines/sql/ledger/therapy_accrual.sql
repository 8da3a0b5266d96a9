-- grain:  one row per standing service line in a pool and order basis
-- key:    line_place, order_basis
-- units:  _cents are US cents; before and after include prior use; line_sequence counts from 1
-- source: ledger.accruing_line, ledger.prior_use_step, ledger.expected_allowed, ledger.threshold, ledger.account

with running as (

    select
        accruing_line.line_place,
        'received' as order_basis,
        accruing_line.account_ordinal,
        accruing_line.order_date,
        accruing_line.service_date,
        accruing_line.is_denied,
        accruing_line.has_kx,
        accruing_line.allowed_cents,
        cast(sum(accruing_line.allowed_cents) over received as bigint) as own_after_cents,
        row_number() over received as line_sequence
    from ledger.accruing_line
    window
        received as (
            partition by accruing_line.account_ordinal
            order by accruing_line.order_date, accruing_line.payment_rank, accruing_line.line_place
            rows between unbounded preceding and current row
        )
    union all
    select
        accruing_line.line_place,
        'service_date' as order_basis,
        accruing_line.account_ordinal,
        accruing_line.service_date as order_date,
        accruing_line.service_date,
        accruing_line.is_denied,
        accruing_line.has_kx,
        accruing_line.allowed_cents,
        cast(sum(accruing_line.allowed_cents) over serviced as bigint) as own_after_cents,
        row_number() over serviced as line_sequence
    from ledger.accruing_line
    window
        serviced as (
            partition by accruing_line.account_ordinal
            order by
                accruing_line.service_date,
                accruing_line.order_date,
                accruing_line.payment_rank,
                accruing_line.line_place
            rows between unbounded preceding and current row
        )

),

measured as (

    select
        running.line_place,
        running.order_basis,
        running.account_ordinal,
        running.order_date,
        running.service_date,
        running.line_sequence,
        running.is_denied,
        running.has_kx,
        running.allowed_cents,
        running.own_after_cents - running.allowed_cents as own_before_cents,
        coalesce(prior_use_step.prior_use_cents, 0) as prior_use_cents,
        coalesce(prior_use_step.prior_use_grade, 'unknown') as prior_use_grade,
        case
            when running.is_denied then coalesce(expected_allowed.expected_allowed_cents, 0)
            else running.allowed_cents
        end as weighed_cents
    from running
    left join ledger.prior_use_step
        on
            running.account_ordinal = prior_use_step.account_ordinal
            and running.order_date >= prior_use_step.from_date
            and (prior_use_step.to_date is null or running.order_date < prior_use_step.to_date)
    left join ledger.expected_allowed
        on running.line_place = expected_allowed.line_place

),

placed as (

    select
        measured.*,
        threshold.kx_threshold_cents,
        measured.prior_use_cents + measured.own_before_cents as before_cents,
        case
            when measured.prior_use_cents + measured.own_before_cents > threshold.kx_threshold_cents then 'above'
            when
                measured.prior_use_cents + measured.own_before_cents + measured.weighed_cents
                > threshold.kx_threshold_cents
                then 'crossing'
            when threshold.kx_threshold_cents is not null then 'below'
        end as kx_position,
        case
            when measured.prior_use_cents + measured.own_before_cents > threshold.medical_review_cents then 'above'
            when
                measured.prior_use_cents + measured.own_before_cents + measured.weighed_cents
                > threshold.medical_review_cents
                then 'crossing'
            when threshold.medical_review_cents is not null then 'below'
        end as medical_review_position
    from measured
    inner join ledger.account
        on measured.account_ordinal = account.account_ordinal
    left join ledger.threshold
        on account.calendar_year = threshold.calendar_year

)

select
    line_place,
    order_basis,
    account_ordinal,
    order_date,
    service_date,
    line_sequence,
    is_denied,
    has_kx,
    allowed_cents,
    before_cents as accrued_before_cents,
    before_cents + allowed_cents as accrued_after_cents,
    prior_use_cents,
    prior_use_grade,
    kx_position,
    medical_review_position,
    case
        when kx_position is null then null
        when has_kx and kx_position <> 'below' then 'on_time'
        when has_kx and prior_use_grade = 'unknown' then 'early_unverified'
        when has_kx then 'early'
        when kx_position <> 'below' then 'missing'
        else 'not_needed'
    end as kx_finding,
    case
        when has_kx and kx_position = 'below'
            then kx_threshold_cents + 1 - own_before_cents - weighed_cents
    end as prior_use_needed_cents
from placed
