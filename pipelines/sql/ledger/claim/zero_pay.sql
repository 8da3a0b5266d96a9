-- grain:  one row per month of payment
-- key:    payment_month
-- units:  claim_payments and zero_claim_payments are counts
-- source: ledger.claim_payment, ledger.service_line, reference.claim_status

with denied as (

    select
        service_line.claim_place,
        bool_and(service_line.denial_category in ('duplicate', 'signed_notice')) as is_left_out
    from ledger.service_line
    where service_line.is_denied
    group by service_line.claim_place

)

-- a claim paid nothing for its patient's share alone has no denied line, so it is no zero pay here
select
    cast(date_trunc('month', claim_payment.payment_date) as date) as payment_month,
    count(*) as claim_payments,
    count(case when claim_payment.claim_paid_cents = 0 and denied.claim_place is not null then 1 end)
        as zero_claim_payments
from ledger.claim_payment
inner join reference.claim_status
    on claim_payment.claim_status_code = claim_status.claim_status_code
left join denied
    on claim_payment.claim_place = denied.claim_place
where
    claim_payment.claim_category in ('effective', 'taken_back')
    and claim_status.is_primary
    and not coalesce(denied.is_left_out, false)
group by cast(date_trunc('month', claim_payment.payment_date) as date)
