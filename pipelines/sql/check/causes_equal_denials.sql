-- grain:    one row per dimension whose values do not add up to the missing-KX denials
-- key:      cause_dimension
-- units:    counts of services; _cents are US cents
-- source:   mart.denial_trait, mart.denial
-- severity: critical
-- title:    Each dimension of causes adds up to the missing-KX denials: expected = recovered + open + expired

with caused as (

    select
        denial_trait.cause_dimension,
        count(*) as services,
        sum(denial_trait.expected_allowed_cents) as expected_cents,
        sum(denial_trait.open_cents) as open_cents,
        sum(
            denial_trait.recovered_expected_cents + denial_trait.open_cents + denial_trait.expired_cents
        ) as stated_cents
    from mart.denial_trait
    group by denial_trait.cause_dimension

),

missing as (

    select
        count(*) as services,
        sum(coalesce(denial.expected_allowed_cents, 0)) as expected_cents,
        sum(denial.open_cents) as open_cents
    from mart.denial
    where denial.denial_category = 'missing_kx'

)

select
    caused.cause_dimension,
    caused.services as caused_services,
    missing.services as missing_services,
    caused.expected_cents as caused_cents,
    missing.expected_cents as missing_cents,
    caused.stated_cents
from caused
cross join missing
where
    caused.services <> missing.services
    or caused.expected_cents <> missing.expected_cents
    or caused.stated_cents <> missing.expected_cents
    or caused.open_cents <> missing.open_cents
