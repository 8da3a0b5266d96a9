-- grain:  one row per claim that replaces or voids another and does not say which, on its first line
-- key:    line_place
-- units:  none
-- source: claim.line, ledger.claim_payment, reference.replacing_frequency

with replacing as (

    select
        line.line_place,
        line.original_claim_control_number
    from claim.line
    inner join reference.replacing_frequency
        on line.claim_frequency_code = replacing_frequency.claim_frequency_code
    where line.line_number = 1

)

select
    replacing.line_place,
    'frequency_without_original' as rule_name
from replacing
where replacing.original_claim_control_number is null
union all
select
    replacing.line_place,
    'unknown_original' as rule_name
from replacing
where
    plain_number(replacing.original_claim_control_number) not in (
        select plain_number(claim_payment.payer_claim_control_number)
        from ledger.claim_payment
        where claim_payment.payer_claim_control_number is not null
    )
