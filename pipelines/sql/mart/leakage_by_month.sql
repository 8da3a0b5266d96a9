-- grain:  one row per month of first denial and denial category, duplicates left out
-- key:    first_denied_month, denial_category
-- units:  denied_services counts services; _cents are US cents, expected = recovered + open + expired
-- source: mart.denial

-- Decision 0040.

select
    denial.first_denied_month,
    denial.denial_category,
    count(*) as denied_services,
    cast(sum(coalesce(denial.expected_allowed_cents, 0)) as bigint) as expected_allowed_cents,
    cast(sum(denial.recovered_expected_cents) as bigint) as recovered_cents,
    cast(sum(denial.open_cents) as bigint) as open_cents,
    cast(sum(denial.expired_cents) as bigint) as expired_cents
from mart.denial
where denial.state <> 'duplicate'
group by denial.first_denied_month, denial.denial_category
