-- grain:  one row per service line that counts: of the claim files at hand, and of kept files still to be adjudicated
-- key:    line_place
-- units:  paid_units are units as submitted
-- source: claim.submitted, claim.pending

select
    submitted.line_place,
    submitted.file_number,
    submitted.segment_number,
    submitted.claim_ordinal,
    submitted.line_number,
    submitted.procedure_code,
    submitted.modifiers,
    submitted.patient_number,
    submitted.payee_npi,
    submitted.provider_npi,
    submitted.patient_control_number,
    submitted.claim_filing_indicator_code,
    submitted.claim_frequency_code,
    submitted.original_claim_control_number,
    submitted.place_of_service_code,
    submitted.claim_place,
    submitted.created_date,
    submitted.service_date,
    submitted.paid_units,
    false as is_pending
from claim.submitted
union all
select
    pending.line_place,
    cast(null as bigint) as file_number,
    cast(null as bigint) as segment_number,
    pending.claim_ordinal,
    pending.line_number,
    pending.procedure_code,
    pending.modifiers,
    pending.patient_number,
    pending.payee_npi,
    cast(null as varchar) as provider_npi,
    pending.patient_control_number,
    pending.claim_filing_indicator_code,
    pending.claim_frequency_code,
    pending.original_claim_control_number,
    cast(null as varchar) as place_of_service_code,
    -- the claims of kept files are told apart below zero
    -dense_rank() over (
        order by
            pending.checked_at, pending.file_sha256, pending.claim_ordinal, pending.patient_control_number
    ) as claim_place,
    pending.received_date as created_date,
    pending.service_date,
    pending.paid_units,
    true as is_pending
from claim.pending
