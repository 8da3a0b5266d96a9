-- grain:  one row per standing service line in a pool and order basis
-- key:    line_place, order_basis
-- units:  _cents are US cents; before and after include prior use
-- source: ledger.therapy_accrual, ledger.prior_use_step, ledger.expected_allowed, ledger.threshold, ledger.account

with measured as (

    select
        therapy_accrual.line_place,
        therapy_accrual.order_basis,
        therapy_accrual.account_ordinal,
        therapy_accrual.order_date,
        therapy_accrual.service_date,
        therapy_accrual.line_sequence,
        therapy_accrual.is_denied,
        therapy_accrual.has_kx,
        therapy_accrual.allowed_cents,
        therapy_accrual.own_after_cents - therapy_accrual.allowed_cents as own_before_cents,
        coalesce(prior_use_step.prior_use_cents, 0) as prior_use_cents,
        coalesce(prior_use_step.prior_use_grade, 'unknown') as prior_use_grade,
        case
            when therapy_accrual.is_denied then coalesce(expected_allowed.expected_allowed_cents, 0)
            else therapy_accrual.allowed_cents
        end as weighed_cents
    from ledger.therapy_accrual
    left join ledger.prior_use_step
        on
            therapy_accrual.account_ordinal = prior_use_step.account_ordinal
            and therapy_accrual.order_date >= prior_use_step.from_date
            and (prior_use_step.to_date is null or therapy_accrual.order_date < prior_use_step.to_date)
    left join ledger.expected_allowed
        on therapy_accrual.line_place = expected_allowed.line_place

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
