-- grain:    one row per final line with more than one of GP, GO and GN
-- key:      service_line_key
-- units:    none
-- source:   mart.line, ledger.service_line, ledger.modifier_set
-- severity: warning
-- title:    A line with several of GP, GO and GN belongs to no discipline and counts toward no threshold

select
    line.service_line_key,
    line.file_name,
    line.segment_number,
    line.procedure_code,
    line.modifiers
from mart.line
inner join ledger.service_line
    on line.service_line_key = service_line.service_line_key
inner join ledger.modifier_set
    on service_line.modifiers = modifier_set.modifiers
where modifier_set.therapy_modifiers > 1
