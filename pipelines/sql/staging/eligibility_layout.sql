-- grain:  one row per layout of a therapy amount that a user explained
-- key:    layout_place
-- units:  none; a null fits anything, plan and message need only contain the text
-- source: source.eligibility_layout

select
    layout_place,
    file_number,
    file_sha256,
    segment_number,
    upper(trim(information_code)) as information_code,
    upper(clean_text(service_type_codes)) as service_type_codes,
    upper(clean_text(plan_text)) as plan_text,
    upper(clean_text(period_code)) as period_code,
    clean_text(amount_element) as amount_element,
    upper(clean_text(message_text)) as message_text,
    upper(trim(pool)) as pool,
    lower(trim(meaning)) as meaning,
    clean_text(source) as source_text
from source.eligibility_layout
