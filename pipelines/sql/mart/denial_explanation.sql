-- grain:  one row per service denied for missing KX
-- key:    service_line_key
-- units:  _cents are US cents; received_between_lines counts lines
-- source: ledger.denial_explanation, ledger.denial

select
    denial.service_line_key,
    denial.beneficiary_key,
    denial.pool,
    denial.calendar_year,
    denial.service_date,
    denial.received_date,
    denial.order_date,
    denial.first_denied_date,
    denial.state,
    denial_explanation.kx_threshold_cents,
    denial.expected_allowed_cents,
    denial_explanation.received_before_cents,
    denial_explanation.served_before_cents,
    denial_explanation.prior_use_cents,
    denial_explanation.received_between_lines,
    denial_explanation.received_between_cents,
    denial_explanation.over_threshold_cents,
    denial_explanation.explained_by,
    denial_explanation.implied_prior_use_cents
from ledger.denial_explanation
inner join ledger.denial
    on denial_explanation.service_place = denial.service_place
