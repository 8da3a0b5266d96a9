-- grain:  one row per claim payment (CLP)
-- key:    claim_place
-- units:  _cents are US cents, as sent: negative in a reversal
-- source: source.claim_payment

select
    claim_place,
    payment_place,
    file_number,
    file_sha256,
    segment_number,
    received_date,
    statement_from_date,
    statement_to_date,
    raw_segments,
    coalesce(trim(patient_control_number), '') as patient_control_number,
    coalesce(trim(payer_claim_control_number), '') as payer_claim_control_number,
    clean_text(original_claim_control_number) as original_claim_control_number,
    trim(claim_status_code) as claim_status_code,
    upper(trim(claim_filing_indicator_code)) as claim_filing_indicator_code,
    clean_text(facility_type_code) as facility_type_code,
    clean_text(claim_frequency_code) as claim_frequency_code,
    to_cents(charge_amount) as claim_charge_cents,
    to_cents(paid_amount) as claim_paid_cents,
    to_cents(patient_responsibility_amount) as patient_responsibility_cents,
    clean_text(patient_last_name) as patient_last_name,
    clean_text(patient_first_name) as patient_first_name,
    coalesce(person_number(corrected_patient_id), person_number(patient_id)) as patient_number,
    case when upper(trim(rendering_id_qualifier)) = 'XX' then clean_text(rendering_id) end as rendering_npi,
    clean_text(rendering_name) as rendering_name,
    clean_text(remark_codes) as remark_codes,
    payer_name is not null as has_own_payer,
    clean_text(payer_name) as payer_name,
    payee_name is not null as has_own_payee,
    clean_text(payee_name) as payee_name,
    case when upper(trim(payee_id_qualifier)) = 'XX' then clean_text(payee_id) end as payee_npi
from source.claim_payment
