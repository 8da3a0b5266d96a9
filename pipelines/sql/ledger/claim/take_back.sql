-- grain:  one row per reversal that reverses a claim payment
-- key:    reversal_place
-- units:  none
-- source: ledger.take_back_candidate, ledger.usable_claim

with recursive edge as (

    select
        take_back_candidate.reversal_place as from_place,
        take_back_candidate.claim_place as to_place
    from ledger.take_back_candidate
    union all
    select
        take_back_candidate.claim_place as from_place,
        take_back_candidate.reversal_place as to_place
    from ledger.take_back_candidate

),

-- reversals that compete for the same originals form a family; families do not touch each other
reach as (

    select distinct
        edge.from_place as member_place,
        edge.from_place as other_place
    from edge
    union
    select
        reach.member_place,
        edge.to_place as other_place
    from reach
    inner join edge
        on reach.other_place = edge.from_place

),

family as (

    select
        reach.member_place,
        min(reach.other_place) as family_place
    from reach
    group by reach.member_place

),

turn as (

    select
        family.family_place,
        family.member_place as reversal_place,
        row_number() over (
            partition by family.family_place
            order by usable_claim.claim_rank
        ) as turn_number
    from family
    inner join ledger.usable_claim
        on family.member_place = usable_claim.claim_place
    where usable_claim.is_reversal

),

-- within a family one reversal after the other takes the best that is left; `taken` lists what is gone
settled as (

    select distinct
        turn.family_place,
        cast(0 as bigint) as turn_number,
        cast(null as bigint) as reversal_place,
        cast(null as bigint) as claim_place,
        ';' as taken
    from turn
    union all
    select
        settled.family_place,
        settled.turn_number + 1 as turn_number,
        turn.reversal_place,
        arg_min(take_back_candidate.claim_place, take_back_candidate.preference) as claim_place,
        concat(
            settled.taken, arg_min(take_back_candidate.claim_place, take_back_candidate.preference), ';'
        ) as taken
    from settled
    inner join turn
        on settled.family_place = turn.family_place and settled.turn_number + 1 = turn.turn_number
    left join ledger.take_back_candidate
        on
            turn.reversal_place = take_back_candidate.reversal_place
            and not contains(settled.taken, concat(';', take_back_candidate.claim_place, ';'))
    group by settled.family_place, settled.turn_number, settled.taken, turn.reversal_place

)

select
    settled.reversal_place,
    settled.claim_place,
    take_back_candidate.tier,
    take_back_candidate.is_opposite
from settled
inner join ledger.take_back_candidate
    on
        settled.reversal_place = take_back_candidate.reversal_place
        and settled.claim_place = take_back_candidate.claim_place
