-- grain:  one row per denied service (duplicates left out) and correction route that its payer has for such a denial
-- key:    service_line_key, route_category
-- units:  days_left counts from the data-through date to the last day, below zero when it has passed
-- source: ledger.denial_route, ledger.denial

-- Decision 0014.

with follower as (

    select
        denial_route.service_place,
        denial_route.route_category,
        min(later.route_rank) as next_rank
    from ledger.denial_route
    inner join ledger.denial_route as later
        on denial_route.service_place = later.service_place and denial_route.last_date < later.last_date
    group by denial_route.service_place, denial_route.route_category

)

select
    denial.service_line_key,
    denial_route.route_category,
    denial_route.route_rank,
    denial_route.mac_name,
    denial_route.mac_name = 'default' as is_default_rule,
    denial_route.counted_from,
    denial_route.from_date,
    denial_route.last_date,
    denial_route.days_left,
    denial_route.is_open,
    denial_route.is_first_open,
    next_route.route_category as next_route_category,
    next_route.last_date as next_last_date,
    next_route.channel as next_channel,
    case
        when next_route.route_category is not null then 'another_way'
        when denial_route.mac_name = 'other_payer' then 'payer_rule'
        else 'good_cause_only'
    end as after_category,
    denial_route.channel,
    denial_route.source,
    denial_route.reviewed_date,
    denial_route.next_review_date,
    denial_route.next_review_date <= denial.data_through_date as is_review_overdue
from ledger.denial_route
inner join ledger.denial
    on denial_route.service_place = denial.service_place
left join follower
    on
        denial_route.service_place = follower.service_place
        and denial_route.route_category = follower.route_category
left join ledger.denial_route as next_route
    on follower.service_place = next_route.service_place and follower.next_rank = next_route.route_rank
