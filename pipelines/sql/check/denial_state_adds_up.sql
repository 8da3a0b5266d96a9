-- grain:    one row per denied service whose money is not in exactly one state
-- key:      service_line_key
-- units:    _cents are US cents
-- source:   mart.denial
-- severity: critical
-- title:    A denied service is recovered, open or expired with all of its expected amount; a duplicate with none

select
    denial.service_line_key,
    denial.state,
    denial.expected_allowed_cents,
    denial.recovered_expected_cents,
    denial.open_cents,
    denial.expired_cents
from mart.denial
where
    denial.recovered_expected_cents + denial.open_cents + denial.expired_cents
    <> case when denial.state = 'duplicate' then 0 else coalesce(denial.expected_allowed_cents, 0) end
    or (denial.state <> 'recovered' and denial.recovered_expected_cents <> 0)
    or (denial.state <> 'open' and denial.open_cents <> 0)
    or (denial.state <> 'expired' and denial.expired_cents <> 0)
