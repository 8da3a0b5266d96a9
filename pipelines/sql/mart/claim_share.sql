-- grain:  one row per claim-level adjustment and service line that bears a part of it
-- key:    service_line_key, adjustment_ordinal
-- units:  _cents are US cents; the shares of an adjustment add up to its amount
-- source: ledger.claim_share, ledger.service_line

select
    service_line.service_line_key,
    row_number() over (
        partition by claim_share.line_place
        order by claim_share.adjustment_place
    ) as adjustment_ordinal,
    claim_share.adjustment_group_code,
    claim_share.adjustment_reason_code,
    claim_share.claim_adjustment_cents,
    claim_share.share_cents
from ledger.claim_share
inner join ledger.service_line
    on claim_share.line_place = service_line.line_place
