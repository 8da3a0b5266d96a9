-- grain:  one row per provider, clinic, beneficiary and month of service, over final accruing lines
-- key:    provider_npi, payee_npi, beneficiary_ordinal, service_month
-- units:  _lines and visits are counts; _minutes are minutes; _units are units of service; _cents are US cents
-- source: ledger.therapy_accrual, ledger.service_line, ledger.account, ledger.unjudged_account, ledger.denial,
--         ledger.cbr_service, reference.timed_procedure

-- a denied service that came back stands as the line that recovered it
with recovering as (

    select distinct denial.recovering_line_place as line_place
    from ledger.denial
    where denial.state = 'recovered'

),

judged as (

    select
        service_line.provider_npi,
        service_line.payee_npi,
        service_line.beneficiary_ordinal,
        service_line.service_date,
        service_line.has_kx,
        service_line.is_denied,
        service_line.allowed_cents,
        service_line.paid_cents,
        service_line.paid_units,
        therapy_accrual.kx_position,
        therapy_accrual.kx_finding,
        cast(timed_procedure.minutes_value as integer) as unit_minutes,
        cast(date_trunc('month', service_line.service_date) as date) as service_month,
        service_line.service_date = account.first_service_date as is_first_date,
        recovering.line_place is not null
        or (service_line.is_denied and service_line.denial_category <> 'duplicate') as is_denial,
        therapy_accrual.kx_finding in ('early', 'early_unverified') as is_early_kx,
        unjudged_account.account_ordinal is null as is_judged,
        cbr_service.procedure_code is not null and not service_line.is_denied as is_cbr
    from ledger.therapy_accrual
    inner join ledger.service_line
        on therapy_accrual.line_place = service_line.line_place
    inner join ledger.account
        on therapy_accrual.account_ordinal = account.account_ordinal
    left join ledger.unjudged_account
        on therapy_accrual.account_ordinal = unjudged_account.account_ordinal
    left join recovering
        on service_line.line_place = recovering.line_place
    left join reference.timed_procedure
        on service_line.procedure_code = timed_procedure.procedure_code
    left join ledger.cbr_service
        on
            service_line.discipline = cbr_service.discipline
            and service_line.procedure_code = cbr_service.procedure_code
    where therapy_accrual.order_basis = 'received'

)

select
    provider_npi,
    payee_npi,
    beneficiary_ordinal,
    service_month,
    count(*) as lines,
    count(case when has_kx then 1 end) as kx_lines,
    count(case when is_denial then 1 end) as denied_lines,
    count(case when kx_position = 'below' then 1 end) as below_lines,
    count(case when is_early_kx then 1 end) as early_kx_lines,
    count(case when kx_position = 'below' and is_judged then 1 end) as judged_below_lines,
    count(case when is_early_kx and is_judged then 1 end) as judged_kx_lines,
    count(case when kx_position <> 'below' then 1 end) as over_lines,
    count(case when kx_finding = 'missing' then 1 end) as missing_lines,
    count(case when kx_position <> 'below' and paid_cents > 0 then 1 end) as over_paid_lines,
    count(case when has_kx and is_first_date then 1 end) as first_date_kx_lines,
    -- a visit is a day
    count(distinct case when is_cbr then service_date end) as cbr_visits,
    count(case when is_cbr then 1 end) as cbr_lines,
    count(case when is_cbr and has_kx then 1 end) as cbr_kx_lines,
    cast(sum(case when is_cbr then allowed_cents else 0 end) as bigint) as cbr_allowed_cents,
    cast(round(sum(case when is_cbr then paid_units * unit_minutes else 0 end), 0) as bigint) as cbr_minutes,
    cast(round(sum(case when has_kx and not is_denied then paid_units else 0 end), 0) as bigint) as kx_units_count,
    cast(sum(paid_cents) as bigint) as paid_cents,
    min(service_date) as first_service_date
from judged
group by provider_npi, payee_npi, beneficiary_ordinal, service_month
