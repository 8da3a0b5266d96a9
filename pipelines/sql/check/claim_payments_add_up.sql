-- grain:    one row if the claim payments read are not those counted with and without lines
-- key:      claim_payments_read
-- units:    counts of claim payments
-- source:   mart.file, mart.claim_payment_balance, staging.claim_payment
-- severity: critical
-- title:    Claim payments read = with service lines and without

with counted as (

    select
        (select coalesce(sum(file.claim_payments), 0) from mart.file) as claim_payments_read,
        (select count(*) from staging.claim_payment) as claim_payments_archived,
        (
            select coalesce(sum(claim_payment_balance.claim_payments), 0) from mart.claim_payment_balance
        ) as claim_payments_explained

)

select *
from counted
where claim_payments_read <> claim_payments_archived or claim_payments_read <> claim_payments_explained
