-- grain:  one row per account: its first KX line in the order received, else its last line
-- key:    account_ordinal
-- units:  _cents are US cents, negative after the threshold
-- source: ledger.therapy_accrual, ledger.service_line, ledger.claim_payment, ledger.account, ledger.threshold,
--         reference.claim_filing_indicator

-- Decision 0060.

with line_place as (

    select
        therapy_accrual.account_ordinal,
        count(*) as lines,
        min(case when therapy_accrual.has_kx then therapy_accrual.line_sequence end) as kx_sequence,
        min(case when therapy_accrual.kx_position <> 'below' then therapy_accrual.line_sequence end)
            as needed_sequence
    from ledger.therapy_accrual
    where therapy_accrual.order_basis = 'received'
    group by therapy_accrual.account_ordinal

),

missing_denial as (

    select
        service_line.beneficiary_ordinal,
        service_line.pool,
        service_line.calendar_year,
        min(service_line.payment_date) as first_denied_date
    from ledger.service_line
    where service_line.denial_category = 'missing_kx'
    group by service_line.beneficiary_ordinal, service_line.pool, service_line.calendar_year

),

-- the line at which KX starts, else the last one, beside the line before it
started as (

    select
        therapy_accrual.*,
        line_place.kx_sequence,
        line_place.needed_sequence,
        previous_line.accrued_before_cents as previous_before_cents
    from line_place
    inner join ledger.therapy_accrual
        on
            line_place.account_ordinal = therapy_accrual.account_ordinal
            and coalesce(line_place.kx_sequence, line_place.lines) = therapy_accrual.line_sequence
    left join ledger.therapy_accrual as previous_line
        on
            therapy_accrual.account_ordinal = previous_line.account_ordinal
            and therapy_accrual.line_sequence = previous_line.line_sequence + 1
            and previous_line.order_basis = 'received'
    where therapy_accrual.order_basis = 'received'

)

select
    account.account_ordinal,
    service_line.beneficiary_key,
    account.pool,
    account.calendar_year,
    service_line.provider_npi,
    service_line.payee_npi,
    service_line.service_line_key,
    started.order_date,
    started.service_date,
    started.kx_sequence is not null as has_kx,
    started.needed_sequence is not null as is_kx_needed,
    threshold.kx_threshold_cents - started.accrued_before_cents as remaining_cents,
    threshold.kx_threshold_cents - started.accrued_after_cents as remaining_after_cents,
    threshold.kx_threshold_cents - started.previous_before_cents as remaining_previous_cents,
    started.has_kx and (started.service_date = account.first_service_date or started.line_sequence = 1)
        as is_from_start,
    coalesce(started.has_kx and missing_denial.first_denied_date <= started.order_date, false) as is_after_denial,
    -- KX is put on visits and claims: a first KX line on the visit or claim that crosses is at the threshold
    coalesce(started.kx_sequence = started.needed_sequence or started.kx_finding = 'same_visit', false)
        as is_first_needed,
    started.prior_use_grade,
    coalesce(claim_filing_indicator.is_institutional, false) as is_institutional
from started
inner join ledger.service_line
    on started.line_place = service_line.line_place
inner join ledger.claim_payment
    on service_line.claim_place = claim_payment.claim_place
inner join ledger.account
    on started.account_ordinal = account.account_ordinal
left join ledger.threshold
    on account.calendar_year = threshold.calendar_year
left join missing_denial
    on
        account.beneficiary_ordinal = missing_denial.beneficiary_ordinal
        and account.pool = missing_denial.pool
        and account.calendar_year = missing_denial.calendar_year
left join reference.claim_filing_indicator
    on claim_payment.claim_filing_indicator_code = claim_filing_indicator.claim_filing_indicator_code
