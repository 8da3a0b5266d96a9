-- grain:    one row per missing-KX denial whose explanation does not follow from its amounts
-- key:      service_line_key
-- units:    _cents are US cents
-- source:   mart.denial_explanation, mart.denial
-- severity: critical
-- title:    A missing-KX denial implies prior use exactly when neither order takes it over the threshold

select
    denial.service_line_key,
    denial_explanation.explained_by,
    denial_explanation.over_threshold_cents,
    denial_explanation.implied_prior_use_cents
from mart.denial
left join mart.denial_explanation
    on denial.service_line_key = denial_explanation.service_line_key
where
    denial.denial_category = 'missing_kx'
    and (
        denial_explanation.explained_by is null
        or (denial_explanation.explained_by = 'neither') <> (denial_explanation.implied_prior_use_cents is not null)
        or (denial_explanation.explained_by = 'received_order') <> (denial_explanation.over_threshold_cents > 0)
        or denial_explanation.implied_prior_use_cents <= denial_explanation.prior_use_cents
        or denial_explanation.received_before_cents + coalesce(denial_explanation.expected_allowed_cents, 0)
        - denial_explanation.kx_threshold_cents <> denial_explanation.over_threshold_cents
    )
