-- grain:  one row per time a file was offered
-- key:    file_number
-- units:  payment_cents is US cents; counts are null unless the file was accepted
-- source: staging.offer

select
    offer.file_number,
    offer.file_sha256,
    offer.file_name,
    offer.kind,
    offer.status,
    offer.reason,
    offer.byte_count,
    offer.offered_at,
    offer.batch_number,
    case when offer.status = 'accepted' then offer.claim_payments end as claim_payments,
    case when offer.status = 'accepted' then offer.service_lines end as service_lines,
    case when offer.status = 'accepted' then offer.payment_cents end as payment_cents
from staging.offer
