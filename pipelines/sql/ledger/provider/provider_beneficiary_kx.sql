-- grain:  one row per provider, payee, payer, pool, service month, beneficiary and whether paid since the month before
-- key:    provider_npi, payee_npi, payer_name, pool, service_month, beneficiary_key, is_recent
-- units:  _lines count final service lines in the order received; allowed_cents is US cents
-- source: ledger.therapy_accrual, ledger.service_line, ledger.claim_payment, ledger.account, ledger.threshold,
--         ledger.unjudged_account, ledger.scope

-- Decision 0055.

select
    service_line.provider_npi,
    service_line.payee_npi,
    claim_payment.payer_name,
    service_line.pool,
    cast(date_trunc('month', therapy_accrual.service_date) as date) as service_month,
    service_line.beneficiary_ordinal,
    service_line.payment_date > scope.previous_month_end_date as is_recent,
    any_value(service_line.beneficiary_key) as beneficiary_key,
    count(*) as lines,
    count(case when therapy_accrual.has_kx then 1 end) as kx_lines,
    count(case when therapy_accrual.kx_position = 'below' then 1 end) as below_lines,
    count(case when therapy_accrual.kx_position = 'below' and therapy_accrual.has_kx then 1 end) as below_kx_lines,
    count(case when therapy_accrual.kx_position <> 'below' then 1 end) as over_lines,
    count(case when therapy_accrual.kx_position <> 'below' and therapy_accrual.has_kx then 1 end) as over_kx_lines,
    count(
        case when therapy_accrual.has_kx and therapy_accrual.service_date = account.first_service_date then 1 end
    ) as first_date_kx_lines,
    count(case when therapy_accrual.kx_finding = 'missing' then 1 end) as missing_lines,
    count(case when therapy_accrual.kx_finding = 'early' then 1 end) as early_lines,
    count(case when therapy_accrual.kx_finding = 'early_unverified' then 1 end) as early_unverified_lines,
    count(case when therapy_accrual.kx_finding in ('early', 'early_unverified') then 1 end) as early_kx_lines,
    count(
        case
            when
                therapy_accrual.kx_finding in ('early', 'early_unverified')
                and therapy_accrual.accrued_after_cents < threshold.alert_cents
                then 1
        end
    ) as far_early_kx_lines,
    count(case when therapy_accrual.kx_finding = 'same_visit' then 1 end) as same_visit_kx_lines,
    count(
        case
            when
                therapy_accrual.kx_finding in ('early', 'early_unverified')
                and unjudged_account.account_ordinal is not null
                then 1
        end
    ) as unjudged_kx_lines,
    cast(sum(therapy_accrual.allowed_cents) as bigint) as allowed_cents,
    max(service_line.payment_date) as last_payment_date
from ledger.therapy_accrual
inner join ledger.service_line
    on therapy_accrual.line_place = service_line.line_place
inner join ledger.claim_payment
    on service_line.claim_place = claim_payment.claim_place
inner join ledger.account
    on therapy_accrual.account_ordinal = account.account_ordinal
left join ledger.threshold
    on account.calendar_year = threshold.calendar_year
left join ledger.unjudged_account
    on therapy_accrual.account_ordinal = unjudged_account.account_ordinal
cross join ledger.scope
where therapy_accrual.order_basis = 'received'
group by
    service_line.provider_npi,
    service_line.payee_npi,
    claim_payment.payer_name,
    service_line.pool,
    cast(date_trunc('month', therapy_accrual.service_date) as date),
    service_line.beneficiary_ordinal,
    service_line.payment_date > scope.previous_month_end_date
