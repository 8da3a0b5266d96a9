-- grain:  one row per denial for missing KX and the amount that must have been used at other providers to be right
-- key:    line_place
-- units:  implied_cents is US cents, above zero; it says something only where it is more than what was known by then
-- source: ledger.service_line, ledger.service_occurrence, ledger.account, ledger.accruing_line, ledger.threshold,
--         ledger.expected_allowed

-- Decision 0083.

with denied as (

    select
        service_line.line_place,
        service_line.order_date,
        service_line.payment_rank,
        account.account_ordinal,
        threshold.kx_threshold_cents
    from ledger.service_line
    inner join ledger.account
        on
            service_line.beneficiary_ordinal = account.beneficiary_ordinal
            and service_line.pool = account.pool
            and service_line.calendar_year = account.calendar_year
    inner join ledger.threshold
        on service_line.calendar_year = threshold.calendar_year
    where
        service_line.claim_category <> 'reversal'
        and service_line.is_denied
        and service_line.denial_category in ('missing_kx', 'signed_notice')

),

first_denial as (

    select
        service_occurrence.service_place,
        min(service_occurrence.event_number) as event_number
    from ledger.service_occurrence
    where service_occurrence.is_denied
    group by service_occurrence.service_place

),

-- what Medicare allowed without KX after all was never above the threshold
answered as (

    select distinct first_denial.service_place
    from first_denial
    inner join ledger.service_occurrence
        on first_denial.service_place = service_occurrence.service_place
    inner join ledger.service_line
        on service_occurrence.line_place = service_line.line_place
    where
        service_occurrence.event_number > first_denial.event_number
        and service_occurrence.claim_category = 'effective'
        and not service_line.is_denied
        and service_line.allowed_cents > 0
        and not service_line.has_kx

),

candidate as (

    select denied.*
    from denied
    inner join ledger.service_occurrence
        on denied.line_place = service_occurrence.line_place
    left join answered
        on service_occurrence.service_place = answered.service_place
    where answered.service_place is null

),

own as (

    select
        candidate.line_place,
        sum(accruing_line.allowed_cents) as own_before_cents
    from candidate
    inner join ledger.accruing_line
        on candidate.account_ordinal = accruing_line.account_ordinal
    where
        accruing_line.order_date < candidate.order_date
        or (
            accruing_line.order_date = candidate.order_date
            and (
                accruing_line.payment_rank < candidate.payment_rank
                or (
                    accruing_line.payment_rank = candidate.payment_rank
                    and accruing_line.line_place < candidate.line_place
                )
            )
        )
    group by candidate.line_place

),

measured as (

    select
        candidate.account_ordinal,
        candidate.line_place,
        candidate.order_date,
        candidate.kx_threshold_cents
        + 1
        - cast(coalesce(own.own_before_cents, 0) as bigint)
        - coalesce(expected_allowed.expected_allowed_cents, 0) as implied_cents
    from candidate
    left join own
        on candidate.line_place = own.line_place
    left join ledger.expected_allowed
        on candidate.line_place = expected_allowed.line_place

)

select
    account_ordinal,
    line_place,
    order_date,
    implied_cents
from measured
where implied_cents > 0
