-- grain:  one row per dimension and value that may be a cause of missing-KX denials
-- key:    cause_dimension, cause_value
-- units:  denied_services counts services; _cents are US cents; expected = recovered + open + expired in each row
-- source: ledger.denial_trait, ledger.denial

select
    denial_trait.cause_dimension,
    denial_trait.cause_value,
    min(denial_trait.cause_rank) as cause_rank,
    count(*) as denied_services,
    cast(sum(coalesce(denial.expected_allowed_cents, 0)) as bigint) as expected_allowed_cents,
    cast(
        sum(case when denial.state = 'recovered' then coalesce(denial.expected_allowed_cents, 0) else 0 end) as bigint
    ) as recovered_cents,
    cast(
        sum(case when denial.state = 'open' then coalesce(denial.expected_allowed_cents, 0) else 0 end) as bigint
    ) as open_cents,
    cast(
        sum(case when denial.state = 'expired' then coalesce(denial.expected_allowed_cents, 0) else 0 end) as bigint
    ) as expired_cents
from ledger.denial_trait
inner join ledger.denial
    on denial_trait.service_place = denial.service_place
group by denial_trait.cause_dimension, denial_trait.cause_value
