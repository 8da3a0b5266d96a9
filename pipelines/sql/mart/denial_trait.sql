-- grain:  one row per service denied for missing KX and trait that may be its cause
-- key:    service_line_key, cause_dimension
-- units:  cause_rank orders the values of a dimension, 0 where they have no order of their own; _cents are US cents,
--         expected = recovered + open + expired in each row
-- source: ledger.denial_trait, ledger.denial, mart.denial

select
    denial.service_line_key,
    denial_trait.cause_dimension,
    denial_trait.cause_value,
    denial_trait.cause_rank,
    denial.payee_npi,
    denial.provider_npi,
    denial.pool,
    denial.payer_name,
    denial.first_denied_month,
    coalesce(denial.expected_allowed_cents, 0) as expected_allowed_cents,
    denial.recovered_expected_cents,
    denial.open_cents,
    denial.expired_cents
from ledger.denial_trait
inner join ledger.denial as denied
    on denial_trait.service_place = denied.service_place
inner join mart.denial
    on denied.service_line_key = denial.service_line_key
