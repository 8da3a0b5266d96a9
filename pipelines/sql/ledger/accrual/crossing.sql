-- grain:  one row per account and order basis, with the lines that crossed
-- key:    account_ordinal, order_basis
-- units:  places of the lines that take the amount from not reached to reached; null if none
-- source: ledger.therapy_accrual, ledger.account, ledger.threshold

-- Decision 0032.

select
    therapy_accrual.account_ordinal,
    therapy_accrual.order_basis,
    count(*) as lines,
    count(case when therapy_accrual.has_kx then 1 end) as kx_lines,
    count(case when therapy_accrual.kx_finding = 'missing' then 1 end) as missing_lines,
    count(case when therapy_accrual.kx_finding = 'early' then 1 end) as early_lines,
    count(case when therapy_accrual.kx_finding = 'early_unverified' then 1 end) as early_unverified_lines,
    count(case when therapy_accrual.kx_finding = 'same_visit' then 1 end) as same_visit_lines,
    count(case when therapy_accrual.is_prior_use_decisive then 1 end) as prior_use_decisive_lines,
    max(
        case
            when
                not therapy_accrual.is_denied
                and therapy_accrual.accrued_before_cents < threshold.alert_cents
                and therapy_accrual.accrued_after_cents >= threshold.alert_cents
                then therapy_accrual.line_place
        end
    ) as alert_line_place,
    max(
        case
            when not therapy_accrual.is_denied and therapy_accrual.kx_position = 'crossing'
                then therapy_accrual.line_place
        end
    ) as kx_line_place,
    max(
        case
            when not therapy_accrual.is_denied and therapy_accrual.medical_review_position = 'crossing'
                then therapy_accrual.line_place
        end
    ) as medical_review_line_place
from ledger.therapy_accrual
inner join ledger.account
    on therapy_accrual.account_ordinal = account.account_ordinal
left join ledger.threshold
    on account.calendar_year = threshold.calendar_year
group by therapy_accrual.account_ordinal, therapy_accrual.order_basis
