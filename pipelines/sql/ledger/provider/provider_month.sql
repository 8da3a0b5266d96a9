-- grain:  one row per provider, clinic, beneficiary and month of service, over standing accruing lines
-- key:    provider_npi, payee_npi, beneficiary_ordinal, service_month
-- units:  _lines and visits are counts; _minutes are minutes; _units are units of service; _cents are US cents
-- source: ledger.therapy_accrual, ledger.service_line, ledger.account, ledger.unjudged_account, ledger.denial,
--         reference.timed_procedure, reference.cbr_procedure, reference.official_scope

with scope as (

    select max(official_scope.discipline) as cbr_discipline
    from reference.official_scope
    where official_scope.family = 'cbr'

),

-- a denied service that came back stands as the line that recovered it
recovering as (

    select distinct denial.recovering_line_place as line_place
    from ledger.denial
    where denial.state = 'recovered'

),

-- one row a day first: visits are days
by_day as (

    select
        service_line.provider_npi,
        service_line.payee_npi,
        service_line.beneficiary_ordinal,
        service_line.service_date,
        count(*) as lines,
        count(case when service_line.has_kx then 1 end) as kx_lines,
        count(
            case
                when recovering.line_place is not null then 1
                when service_line.is_denied and service_line.denial_category <> 'duplicate' then 1
            end
        ) as denied_lines,
        count(case when therapy_accrual.kx_position = 'below' then 1 end) as below_lines,
        count(case when therapy_accrual.kx_finding in ('early', 'early_unverified') then 1 end) as early_kx_lines,
        count(
            case when therapy_accrual.kx_position = 'below' and unjudged_account.account_ordinal is null then 1 end
        ) as judged_below_lines,
        count(
            case
                when
                    therapy_accrual.kx_finding in ('early', 'early_unverified')
                    and unjudged_account.account_ordinal is null
                    then 1
            end
        ) as judged_kx_lines,
        count(case when therapy_accrual.kx_position <> 'below' then 1 end) as over_lines,
        count(case when therapy_accrual.kx_finding = 'missing' then 1 end) as missing_lines,
        count(case when therapy_accrual.kx_position <> 'below' and service_line.paid_cents > 0 then 1 end)
            as over_paid_lines,
        count(
            case when service_line.has_kx and service_line.service_date = account.first_service_date then 1 end
        ) as first_date_kx_lines,
        count(case when cbr_procedure.procedure_code is not null and not service_line.is_denied then 1 end)
            as cbr_lines,
        count(
            case
                when
                    cbr_procedure.procedure_code is not null
                    and not service_line.is_denied
                    and service_line.has_kx
                    then 1
            end
        ) as cbr_kx_lines,
        sum(
            case
                when cbr_procedure.procedure_code is not null and not service_line.is_denied
                    then service_line.allowed_cents
                else 0
            end
        ) as cbr_allowed_cents,
        sum(
            case
                when cbr_procedure.procedure_code is not null and not service_line.is_denied
                    then service_line.paid_units * timed_procedure.minutes_value
                else 0
            end
        ) as cbr_minutes,
        sum(case when service_line.has_kx and not service_line.is_denied then service_line.paid_units else 0 end)
            as kx_units,
        sum(service_line.paid_cents) as paid_cents
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
    left join scope
        on service_line.discipline = scope.cbr_discipline
    left join reference.cbr_procedure
        on scope.cbr_discipline is not null and service_line.procedure_code = cbr_procedure.procedure_code
    where therapy_accrual.order_basis = 'received'
    group by
        service_line.provider_npi,
        service_line.payee_npi,
        service_line.beneficiary_ordinal,
        service_line.service_date

)

select
    by_day.provider_npi,
    by_day.payee_npi,
    by_day.beneficiary_ordinal,
    cast(date_trunc('month', by_day.service_date) as date) as service_month,
    cast(sum(by_day.lines) as bigint) as lines,
    cast(sum(by_day.kx_lines) as bigint) as kx_lines,
    cast(sum(by_day.denied_lines) as bigint) as denied_lines,
    cast(sum(by_day.below_lines) as bigint) as below_lines,
    cast(sum(by_day.early_kx_lines) as bigint) as early_kx_lines,
    cast(sum(by_day.judged_below_lines) as bigint) as judged_below_lines,
    cast(sum(by_day.judged_kx_lines) as bigint) as judged_kx_lines,
    cast(sum(by_day.over_lines) as bigint) as over_lines,
    cast(sum(by_day.missing_lines) as bigint) as missing_lines,
    cast(sum(by_day.over_paid_lines) as bigint) as over_paid_lines,
    cast(sum(by_day.first_date_kx_lines) as bigint) as first_date_kx_lines,
    count(case when by_day.cbr_lines > 0 then 1 end) as cbr_visits,
    cast(sum(by_day.cbr_lines) as bigint) as cbr_lines,
    cast(sum(by_day.cbr_kx_lines) as bigint) as cbr_kx_lines,
    cast(sum(by_day.cbr_allowed_cents) as bigint) as cbr_allowed_cents,
    cast(round(sum(by_day.cbr_minutes), 0) as bigint) as cbr_minutes,
    cast(round(sum(by_day.kx_units), 0) as bigint) as kx_units_count,
    cast(sum(by_day.paid_cents) as bigint) as paid_cents,
    min(by_day.service_date) as first_service_date
from by_day
group by
    by_day.provider_npi,
    by_day.payee_npi,
    by_day.beneficiary_ordinal,
    cast(date_trunc('month', by_day.service_date) as date)
