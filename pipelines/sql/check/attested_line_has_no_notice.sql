-- grain:    one row per final line that has both KX and a notice of non-coverage (GA)
-- key:      service_line_key
-- units:    none
-- source:   mart.line, ledger.service_line
-- severity: warning
-- title:    No line has both KX and GA: they say opposite things

select
    line.service_line_key,
    line.file_name,
    line.segment_number,
    line.procedure_code,
    line.modifiers
from mart.line
inner join ledger.service_line
    on line.service_line_key = service_line.service_line_key
where service_line.has_kx and service_line.has_notice
