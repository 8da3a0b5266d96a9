select
    claim_evidence.claim_payment_key,
    claim_evidence.file_name,
    claim_evidence.file_sha256,
    claim_evidence.segment_number,
    claim_evidence.raw_segments
from mart.claim_evidence
where
    claim_evidence.claim_payment_key in (
        select line.claim_payment_key
        from mart.line
        where
            line.service_month = $month_start
            or line.payment_date between $month_start and $month_end
    )
order by claim_evidence.file_name, claim_evidence.segment_number, claim_evidence.claim_payment_key
