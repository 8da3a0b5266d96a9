-- grain:  one row per provider-level adjustment (PLB pair)
-- key:    payment_place, segment_number, provider_adjustment_reason_code, reference_number
-- units:  provider_adjustment_cents is US cents; above zero it reduces the payment
-- source: source.provider_adjustment

select
    payment_place,
    file_number,
    file_sha256,
    segment_number,
    trim(provider_adjustment_reason_code) as provider_adjustment_reason_code,
    clean_text(reference_number) as reference_number,
    to_large_cents(provider_adjustment_amount) as provider_adjustment_cents
from source.provider_adjustment
