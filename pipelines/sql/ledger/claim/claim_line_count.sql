-- grain:  one row per claim payment with service lines
-- key:    claim_place
-- units:  service_lines counts lines
-- source: staging.service_line

select
    service_line.claim_place,
    count(*) as service_lines
from staging.service_line
group by service_line.claim_place
