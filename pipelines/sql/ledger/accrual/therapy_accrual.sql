-- grain:  one row per final service line in a pool and order basis
-- key:    line_place, order_basis
-- units:  _cents are US cents; before and after include prior use; line_sequence counts from 1
-- source: ledger.accruing_line, ledger.prior_use_step, ledger.expected_allowed, ledger.threshold, ledger.account,
--         reference.prior_use_grade, reference.rule_parameter

-- Decision 0009.

with running as (

    select
        accruing_line.line_place,
        'received' as order_basis,
        accruing_line.account_ordinal,
        accruing_line.claim_place,
        accruing_line.payee_npi,
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
        accruing_line.claim_place,
        accruing_line.payee_npi,
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
        running.claim_place,
        running.payee_npi,
        running.order_date,
        running.service_date,
        running.line_sequence,
        running.is_denied,
        running.has_kx,
        running.allowed_cents,
        running.own_after_cents - running.allowed_cents as own_before_cents,
        coalesce(prior_use_step.prior_use_cents, 0) as prior_use_cents,
        prior_use_step.prior_use_low_cents,
        prior_use_step.prior_use_high_cents,
        coalesce(prior_use_step.prior_use_grade, 'unknown') as prior_use_grade,
        coalesce(running.order_date >= prior_use_step.implied_from_date, false) as has_implied_prior_use,
        case
            when running.is_denied then coalesce(expected_allowed.expected_allowed_cents, 0)
            else running.allowed_cents
        end as weighed_cents
    from running
    -- an "or" in the condition of a left join would compare every line with every step
    left join ledger.prior_use_step
        on
            running.account_ordinal = prior_use_step.account_ordinal
            and running.order_date >= prior_use_step.from_date
            and running.order_date < coalesce(prior_use_step.to_date, cast('9999-12-31' as date))
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

),

-- KX is put on visits and claims: the claim payment and the visit of a crossing line carry it as a whole
crossing_claim as (

    select distinct
        placed.account_ordinal,
        placed.order_basis,
        placed.claim_place
    from placed
    where placed.kx_position = 'crossing'

),

crossing_visit as (

    select distinct
        placed.account_ordinal,
        placed.order_basis,
        placed.service_date,
        coalesce(placed.payee_npi, '') as payee_npi
    from placed
    where placed.kx_position = 'crossing'

),

uncertainty as (

    select 100 * rule_parameter.parameter_value as least_cents
    from reference.rule_parameter
    where rule_parameter.parameter_name = 'uncertain_prior_use_dollars'

),

found as (

    select
        placed.*,
        case
            when placed.kx_position is null then null
            when placed.has_kx and (placed.kx_position <> 'below' or placed.has_implied_prior_use) then 'on_time'
            when
                placed.has_kx
                and (crossing_claim.claim_place is not null or crossing_visit.service_date is not null)
                then 'same_visit'
            when placed.has_kx and coalesce(prior_use_grade.is_exact, false) then 'early'
            when placed.has_kx then 'early_unverified'
            when placed.kx_position <> 'below' then 'missing'
            else 'not_needed'
        end as kx_finding,
        -- whether KX is required differs between the bounds of what was used at other providers
        coalesce(
            placed.prior_use_high_cents - placed.prior_use_low_cents > uncertainty.least_cents
            and placed.prior_use_low_cents + placed.own_before_cents + placed.weighed_cents <= placed.kx_threshold_cents
            and placed.prior_use_high_cents + placed.own_before_cents + placed.weighed_cents
            > placed.kx_threshold_cents,
            false
        ) as is_prior_use_decisive
    from placed
    left join crossing_claim
        on
            placed.account_ordinal = crossing_claim.account_ordinal
            and placed.order_basis = crossing_claim.order_basis
            and placed.claim_place = crossing_claim.claim_place
    left join crossing_visit
        on
            placed.account_ordinal = crossing_visit.account_ordinal
            and placed.order_basis = crossing_visit.order_basis
            and placed.service_date = crossing_visit.service_date
            and coalesce(placed.payee_npi, '') = crossing_visit.payee_npi
    left join reference.prior_use_grade
        on placed.prior_use_grade = prior_use_grade.prior_use_grade
    cross join uncertainty

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
    kx_finding,
    case
        when kx_finding in ('early', 'early_unverified')
            then kx_threshold_cents + 1 - own_before_cents - weighed_cents
    end as prior_use_needed_cents,
    has_implied_prior_use,
    is_prior_use_decisive
from found
