-- grain:  one row per denied service and correction route that its payer has for such a denial
-- key:    service_place, route_category
-- units:  days_left counts to the deadline, below zero when it has passed; route_rank counts from 1, the best route
-- source: ledger.denial, reference.denial_deadline

-- Decision 0012.

with kind as (

    select distinct
        denial.payer_name,
        denial.is_accruing_claim,
        denial.denial_category,
        denial.is_unprocessable
    from ledger.denial
    where denial.state <> 'duplicate'

),

-- the rules of a contractor replace the default ones for a category; a payer that is not Medicare has its own
fitting as (

    select
        kind.payer_name,
        kind.is_accruing_claim,
        kind.denial_category,
        kind.is_unprocessable,
        denial_deadline.mac_name,
        case denial_deadline.mac_name when 'default' then 1 when 'other_payer' then 1 else 0 end as distance
    from kind
    inner join reference.denial_deadline
        on
            kind.is_unprocessable = denial_deadline.is_unprocessable
            and (denial_deadline.denial_category is null or kind.denial_category = denial_deadline.denial_category)
            and kind.is_accruing_claim = (denial_deadline.mac_name <> 'other_payer')
            and (
                denial_deadline.payer_name_pattern is null
                or upper(kind.payer_name) like denial_deadline.payer_name_pattern
            )

),

chosen as (

    select
        fitting.payer_name,
        fitting.is_accruing_claim,
        fitting.denial_category,
        fitting.is_unprocessable,
        arg_min(fitting.mac_name, concat(fitting.distance, fitting.mac_name)) as mac_name
    from fitting
    group by fitting.payer_name, fitting.is_accruing_claim, fitting.denial_category, fitting.is_unprocessable

),

dated as (

    select
        denial.service_place,
        denial.data_through_date,
        chosen.mac_name,
        denial_deadline.route_category,
        denial_deadline.route_rank,
        denial_deadline.counted_from,
        denial_deadline.channel,
        denial_deadline.source,
        denial_deadline.reviewed_date,
        denial_deadline.next_review_date,
        case
            when denial_deadline.counted_from = 'service_date' then denial.service_date
            else denial.first_denied_date
        end as from_date,
        case when denial_deadline.period_unit = 'years' then denial_deadline.period_value else 0 end as years,
        case when denial_deadline.period_unit = 'days' then denial_deadline.period_value else 0 end as days
    from ledger.denial
    inner join chosen
        on
            denial.payer_name is not distinct from chosen.payer_name
            and denial.is_accruing_claim = chosen.is_accruing_claim
            and denial.denial_category = chosen.denial_category
            and denial.is_unprocessable = chosen.is_unprocessable
    inner join reference.denial_deadline
        on
            chosen.mac_name = denial_deadline.mac_name
            and denial.is_unprocessable = denial_deadline.is_unprocessable
            and (denial_deadline.denial_category is null or denial.denial_category = denial_deadline.denial_category)
    where denial.state <> 'duplicate'

),

ended as (

    select
        dated.*,
        cast(dated.from_date + to_years(cast(dated.years as integer)) as date) + cast(dated.days as integer)
            as last_date
    from dated

)

select
    service_place,
    route_category,
    route_rank,
    mac_name,
    counted_from,
    from_date,
    last_date,
    date_diff('day', data_through_date, last_date) as days_left,
    data_through_date <= last_date as is_open,
    data_through_date <= last_date
    and row_number() over (
        partition by service_place
        order by data_through_date <= last_date desc, route_rank
    ) = 1 as is_first_open,
    max(last_date) over (partition by service_place) as longest_date,
    channel,
    source,
    reviewed_date,
    next_review_date
from ended
