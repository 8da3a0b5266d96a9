-- grain:    one row per claim payment whose line charges are not the claim's charge
-- key:      file_sha256, segment_number
-- units:    _cents are US cents
-- source:   ledger.claim_payment, staging.service_line
-- severity: warning
-- title:    The charges of the lines of a claim payment add up to its own charge

select
    claim_payment.file_sha256,
    claim_payment.segment_number,
    claim_payment.payer_claim_control_number,
    claim_payment.claim_charge_cents,
    cast(sum(service_line.charge_cents) as bigint) as line_charge_cents,
    claim_payment.claim_charge_cents - cast(sum(service_line.charge_cents) as bigint) as difference_cents
from ledger.claim_payment
inner join staging.service_line
    on claim_payment.claim_place = service_line.claim_place
group by
    claim_payment.claim_place,
    claim_payment.file_sha256,
    claim_payment.segment_number,
    claim_payment.payer_claim_control_number,
    claim_payment.claim_charge_cents
having sum(service_line.charge_cents) <> claim_payment.claim_charge_cents
