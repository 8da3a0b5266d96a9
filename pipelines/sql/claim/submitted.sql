-- grain:  one row per service line of the claim files that are checked
-- key:    line_place
-- units:  paid_units are units as submitted; line_place follows the files as given and their lines in file order
-- source: source.claim_line

select
    line_place,
    file_number,
    segment_number,
    claim_ordinal,
    line_number,
    upper(trim(procedure_code)) as procedure_code,
    concat_ws(
        ',', clean_text(modifier_1), clean_text(modifier_2), clean_text(modifier_3), clean_text(modifier_4)
    ) as modifiers,
    person_number(patient_id) as patient_number,
    clean_text(billing_npi) as payee_npi,
    coalesce(clean_text(rendering_npi), clean_text(claim_rendering_npi), clean_text(billing_npi)) as provider_npi,
    clean_text(patient_control_number) as patient_control_number,
    upper(clean_text(claim_filing_indicator_code)) as claim_filing_indicator_code,
    clean_text(claim_frequency_code) as claim_frequency_code,
    clean_text(original_claim_control_number) as original_claim_control_number,
    coalesce(clean_text(place_of_service_code), clean_text(claim_place_of_service_code)) as place_of_service_code,
    clean_text(line_item_control_number) as line_item_control_number,
    cast(try_strptime(trim(created_date), '%Y%m%d') as date) as created_date,
    -- a claim stands in one file: two files may number their claims alike
    file_number * 100000000 + claim_ordinal as claim_place,
    -- of a range of dates (RD8) the first day
    cast(try_strptime(substr(trim(service_date), 1, 8), '%Y%m%d') as date) as service_date,
    coalesce(nullif(try_cast(trim(units) as decimal(18, 4)), 0), 1) as paid_units
from source.claim_line
