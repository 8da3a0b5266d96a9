-- grain:  one row per account and threshold (kx, medical_review), order basis received
-- key:    beneficiary_key, pool, calendar_year, threshold_category
-- units:  exit_ and entry_ are days or visits; null for those who are not part of a curve
-- source: ledger.crossing, ledger.account, ledger.account_outlook, ledger.accruing_line, ledger.beneficiary,
--         ledger.threshold, ledger.visit, ledger.service_line, ledger.scope, reference.rule_parameter

-- Decision 0044.

-- Whose care had ended is known only after the days of the rule. So follow-up ends that many days before the
-- data-through date, for everybody: else those who came no more would be followed longer than those who did.
with watched as (

    select
        account.account_ordinal,
        least(
            scope.data_through_date - cast(rule_parameter.parameter_value as integer),
            make_date(account.calendar_year, 12, 31)
        ) as watched_to_date
    from ledger.account
    cross join ledger.scope
    inner join reference.rule_parameter
        on rule_parameter.parameter_name = 'end_of_care_days'

),

crossed as (

    select
        crossing.account_ordinal,
        'kx' as threshold_category,
        crossing.kx_line_place as line_place
    from ledger.crossing
    where crossing.order_basis = 'received'
    union all
    select
        crossing.account_ordinal,
        'medical_review' as threshold_category,
        crossing.medical_review_line_place as line_place
    from ledger.crossing
    where crossing.order_basis = 'received'

),

-- a late claim that crosses was not known on its date of service: later visits had been received before it, and it
-- was processed long after. The amount was crossed on the day on which it was processed.
late as (

    select
        crossed.account_ordinal,
        crossed.threshold_category,
        max(service_line.payment_date) as processed_date
    from crossed
    inner join ledger.service_line
        on crossed.line_place = service_line.line_place
    inner join reference.rule_parameter
        on
            rule_parameter.parameter_name = 'late_crossing_days'
            and service_line.payment_date
            > service_line.service_date + cast(rule_parameter.parameter_value as integer)
    inner join ledger.accruing_line
        on
            crossed.account_ordinal = accruing_line.account_ordinal
            and service_line.service_date < accruing_line.service_date
            and (
                service_line.order_date > accruing_line.order_date
                or (
                    service_line.order_date = accruing_line.order_date
                    and service_line.payment_rank > accruing_line.payment_rank
                )
            )
    group by crossed.account_ordinal, crossed.threshold_category

),

dated as (

    select
        beneficiary.beneficiary_key,
        account.account_ordinal,
        account.pool,
        account.calendar_year,
        crossed.threshold_category,
        account.first_service_date,
        account.last_service_date,
        watched.watched_to_date,
        account_outlook.visits,
        account_outlook.prior_use_grade,
        account_outlook.is_ended,
        service_line.service_date as crossing_date,
        late.processed_date as late_processed_date,
        case
            when late.processed_date is not null
                then least(late.processed_date, make_date(account.calendar_year, 12, 31))
            else service_line.service_date
        end as reached_date,
        account.own_accrued_cents + account_outlook.prior_use_cents as accrued_cents,
        case crossed.threshold_category
            when 'kx' then threshold.kx_threshold_cents
            else threshold.medical_review_cents
        end as threshold_cents
    from crossed
    inner join ledger.account
        on crossed.account_ordinal = account.account_ordinal
    inner join watched
        on crossed.account_ordinal = watched.account_ordinal
    inner join ledger.account_outlook
        on crossed.account_ordinal = account_outlook.account_ordinal
    inner join ledger.beneficiary
        on account.beneficiary_ordinal = beneficiary.beneficiary_ordinal
    inner join ledger.threshold
        on account.calendar_year = threshold.calendar_year
    left join ledger.service_line
        on crossed.line_place = service_line.line_place
    left join late
        on
            crossed.account_ordinal = late.account_ordinal
            and crossed.threshold_category = late.threshold_category

),

judged as (

    select
        *,
        case
            when reached_date <= watched_to_date then 'crossed'
            when crossing_date is null and accrued_cents > threshold_cents then 'passed_elsewhere'
            when first_service_date > watched_to_date then 'too_new'
            when crossing_date is null and is_ended then 'ended'
            else 'censored'
        end as exit_category
    from dated
    where threshold_cents is not null

),

left_on as (

    select
        *,
        case exit_category
            when 'crossed' then reached_date
            when 'ended' then last_service_date
            when 'censored' then watched_to_date
        end as exit_date
    from judged

),

reached_visit as (

    select
        left_on.account_ordinal,
        left_on.threshold_category,
        max(visit.visit_number) as exit_visits
    from left_on
    inner join ledger.visit
        on
            left_on.account_ordinal = visit.account_ordinal
            and left_on.exit_date >= visit.service_date
    group by left_on.account_ordinal, left_on.threshold_category

)

select
    left_on.beneficiary_key,
    left_on.pool,
    left_on.calendar_year,
    left_on.threshold_category,
    left_on.exit_category,
    left_on.exit_date,
    date_diff('day', left_on.first_service_date, left_on.exit_date) as exit_days,
    reached_visit.exit_visits,
    case
        when left_on.exit_date is not null
            then date_diff('day', make_date(left_on.calendar_year, 1, 1), left_on.first_service_date)
    end as entry_calendar_days,
    date_diff('day', make_date(left_on.calendar_year, 1, 1), left_on.exit_date) + 1 as exit_calendar_days,
    left_on.crossing_date,
    left_on.late_processed_date,
    left_on.first_service_date,
    left_on.last_service_date,
    left_on.watched_to_date,
    left_on.visits,
    left_on.accrued_cents,
    left_on.threshold_cents,
    left_on.prior_use_grade
from left_on
left join reached_visit
    on
        left_on.account_ordinal = reached_visit.account_ordinal
        and left_on.threshold_category = reached_visit.threshold_category
