-- grain:  one row per payment
-- key:    payment_place
-- units:  _cents are US cents; difference_cents = payment - claims + provider adjustments, 0 for an accepted file
-- source: ledger.payment, ledger.claim_payment, staging.provider_adjustment

with claim_total as (

    select
        claim_payment.payment_place,
        count(*) as claim_payments,
        cast(sum(claim_payment.claim_paid_cents) as bigint) as claim_paid_cents
    from ledger.claim_payment
    group by claim_payment.payment_place

),

provider_total as (

    select
        provider_adjustment.payment_place,
        cast(sum(provider_adjustment.provider_adjustment_cents) as bigint) as provider_adjustment_cents
    from staging.provider_adjustment
    group by provider_adjustment.payment_place

)

select
    payment.payment_place,
    coalesce(claim_total.claim_payments, 0) as claim_payments,
    coalesce(claim_total.claim_paid_cents, 0) as claim_paid_cents,
    coalesce(provider_total.provider_adjustment_cents, 0) as provider_adjustment_cents,
    payment.payment_cents
    - coalesce(claim_total.claim_paid_cents, 0)
    + coalesce(provider_total.provider_adjustment_cents, 0) as difference_cents
from ledger.payment
left join claim_total
    on payment.payment_place = claim_total.payment_place
left join provider_total
    on payment.payment_place = provider_total.payment_place
