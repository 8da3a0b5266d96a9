-- grain:  one row per service denied for missing KX
-- key:    service_place
-- units:  _cents are US cents; lines are counts; implied_prior_use_cents is null where an order explains the denial
-- source: ledger.denial, ledger.accruing_line, ledger.prior_use_answer, ledger.threshold, ledger.service_occurrence

with denied as (

    select
        denial.service_place,
        denial.denied_line_place as line_place,
        denial.service_date,
        denial.order_date,
        denial.payment_rank,
        coalesce(denial.expected_allowed_cents, 0) as weighed_cents,
        threshold.kx_threshold_cents,
        denial.beneficiary_ordinal * 100000
        + denial.calendar_year * 10
        + case when denial.pool = 'OT' then 1 else 0 end as account_ordinal
    from ledger.denial
    inner join ledger.threshold
        on denial.calendar_year = threshold.calendar_year
    where denial.denial_category = 'missing_kx' and threshold.kx_threshold_cents is not null

),

-- the allowed lines of the same account, each before or after the denied one in both orders
neighbour as (

    select
        denied.service_place,
        accruing_line.line_place,
        accruing_line.allowed_cents,
        accruing_line.order_date < denied.order_date
        or (
            accruing_line.order_date = denied.order_date
            and (
                accruing_line.payment_rank < denied.payment_rank
                or (
                    accruing_line.payment_rank = denied.payment_rank
                    and accruing_line.line_place < denied.line_place
                )
            )
        ) as is_received_before,
        accruing_line.service_date < denied.service_date as is_served_before,
        accruing_line.service_date = denied.service_date as is_served_that_day
    from denied
    inner join ledger.accruing_line
        on denied.account_ordinal = accruing_line.account_ordinal
    where not accruing_line.is_denied and accruing_line.allowed_cents <> 0

),

-- what recovered the service is not what used the threshold up before it
counted as (

    select
        neighbour.service_place,
        neighbour.allowed_cents,
        neighbour.is_received_before,
        neighbour.is_served_before or (neighbour.is_served_that_day and neighbour.is_received_before)
            as is_served_before
    from neighbour
    left join ledger.service_occurrence
        on neighbour.line_place = service_occurrence.line_place
    where
        service_occurrence.service_place is null
        or service_occurrence.service_place <> neighbour.service_place

),

summed as (

    select
        counted.service_place,
        sum(case when counted.is_received_before then counted.allowed_cents else 0 end) as received_cents,
        sum(case when counted.is_served_before then counted.allowed_cents else 0 end) as served_cents,
        count(case when counted.is_received_before and not counted.is_served_before then 1 end) as between_lines,
        sum(
            case when counted.is_received_before and not counted.is_served_before then counted.allowed_cents else 0 end
        ) as between_cents
    from counted
    group by counted.service_place

),

-- by what was answered alone: a denial cannot be explained by what it implies itself
answered as (

    select
        denied.service_place,
        max(
            case when prior_use_answer.as_of_date <= denied.order_date then prior_use_answer.prior_use_cents end
        ) as received_prior_cents,
        max(
            case when prior_use_answer.as_of_date <= denied.service_date then prior_use_answer.prior_use_cents end
        ) as served_prior_cents
    from denied
    inner join ledger.prior_use_answer
        on denied.account_ordinal = prior_use_answer.account_ordinal
    group by denied.service_place

),

measured as (

    select
        denied.*,
        cast(coalesce(summed.received_cents, 0) as bigint) as own_received_cents,
        cast(coalesce(summed.served_cents, 0) as bigint) as own_served_cents,
        coalesce(summed.between_lines, 0) as received_between_lines,
        cast(coalesce(summed.between_cents, 0) as bigint) as received_between_cents,
        coalesce(answered.received_prior_cents, 0) as received_prior_cents,
        coalesce(answered.served_prior_cents, 0) as served_prior_cents
    from denied
    left join summed
        on denied.service_place = summed.service_place
    left join answered
        on denied.service_place = answered.service_place

),

explained as (

    select
        measured.*,
        measured.own_received_cents + measured.received_prior_cents as received_before_cents,
        measured.own_served_cents + measured.served_prior_cents as served_before_cents,
        case
            when
                measured.own_received_cents + measured.received_prior_cents + measured.weighed_cents
                > measured.kx_threshold_cents
                then 'received_order'
            when
                measured.own_served_cents + measured.served_prior_cents + measured.weighed_cents
                > measured.kx_threshold_cents
                then 'service_date_order'
            else 'neither'
        end as explained_by
    from measured

)

select
    service_place,
    account_ordinal,
    order_date,
    kx_threshold_cents,
    weighed_cents,
    received_before_cents,
    served_before_cents,
    received_prior_cents as prior_use_cents,
    received_between_lines,
    received_between_cents,
    explained_by,
    received_before_cents + weighed_cents - kx_threshold_cents as over_threshold_cents,
    case
        when explained_by = 'neither' then kx_threshold_cents + 1 - own_received_cents - weighed_cents
    end as implied_prior_use_cents
from explained
