-- grain:  one row per thing that a reader noticed
-- key:    file_number, segment_number, rule, reason
-- units:  none
-- source: source.finding

select
    file_number,
    file_sha256,
    segment_number,
    claim_place,
    rule,
    reason,
    is_set_aside
from source.finding
