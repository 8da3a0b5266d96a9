-- grain:  one row per remark code of a service line (LQ)
-- key:    line_place, remark_code, segment_number
-- units:  none
-- source: source.remark

select
    claim_place,
    line_place,
    file_number,
    file_sha256,
    segment_number,
    upper(trim(remark_code)) as remark_code
from source.remark
