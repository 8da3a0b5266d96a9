-- grain:  one row per service line (SVC)
-- key:    line_place
-- units:  _cents are US cents, as sent; _units are units of service
-- source: source.service_line

select
    line_place,
    claim_place,
    file_number,
    file_sha256,
    segment_number,
    line_number,
    service_date,
    service_start_date,
    service_end_date,
    paid_units,
    submitted_units,
    upper(trim(procedure_code)) as procedure_code,
    concat_ws(
        ',', clean_text(modifier_1), clean_text(modifier_2), clean_text(modifier_3), clean_text(modifier_4)
    ) as modifiers,
    clean_text(submitted_procedure_code) as submitted_procedure_code,
    clean_text(revenue_code) as revenue_code,
    to_cents(charge_amount) as charge_cents,
    to_cents(paid_amount) as paid_cents,
    to_cents(allowed_amount) as reported_allowed_cents,
    clean_text(line_item_control_number) as line_item_control_number,
    clean_text(rendering_npi) as rendering_npi,
    clean_text(policy_id) as policy_number,
    clean_text(diagnosis_code) as diagnosis_code,
    coalesce(is_export, false) as is_export
from source.service_line
