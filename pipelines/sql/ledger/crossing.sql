-- grain:  one row per account and order basis, with the lines that crossed
-- key:    account_ordinal, order_basis
-- units:  places of the lines that take the amount from not reached to reached; null if none
-- source: ledger.position, ledger.account, ledger.threshold

select
    position.account_ordinal,
    position.order_basis,
    count(*) as lines,
    count(case when position.has_kx then 1 end) as kx_lines,
    count(case when position.kx_finding = 'missing' then 1 end) as missing_lines,
    count(case when position.kx_finding = 'early' then 1 end) as early_lines,
    count(case when position.kx_finding = 'early_unverified' then 1 end) as early_unverified_lines,
    max(
        case
            when
                not position.is_denied
                and position.accrued_before_cents < threshold.alert_cents
                and position.accrued_after_cents >= threshold.alert_cents
                then position.line_place
        end
    ) as alert_line_place,
    max(
        case when not position.is_denied and position.kx_position = 'crossing' then position.line_place end
    ) as kx_line_place,
    max(
        case when not position.is_denied and position.medical_review_position = 'crossing' then position.line_place end
    ) as medical_review_line_place
from ledger.position
inner join ledger.account
    on position.account_ordinal = account.account_ordinal
left join ledger.threshold
    on account.calendar_year = threshold.calendar_year
group by position.account_ordinal, position.order_basis
