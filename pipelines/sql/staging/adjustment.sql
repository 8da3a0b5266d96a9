-- grain:  one row per adjustment (one triple of a CAS)
-- key:    adjustment_place
-- units:  adjustment_cents is US cents; above zero it reduces the payment
-- source: source.adjustment

select
    adjustment_place,
    claim_place,
    line_place,
    file_number,
    file_sha256,
    segment_number,
    upper(trim(adjustment_group_code)) as adjustment_group_code,
    reason_code(adjustment_reason_code) as adjustment_reason_code,
    to_cents(adjustment_amount) as adjustment_cents,
    adjustment_quantity as adjustment_units
from source.adjustment
