-- grain:  one row per clinic and calendar year with accruing lines
-- key:    payee_npi, calendar_year
-- units:  missing_months counts calendar months; the running amounts of an uncovered year are lower bounds
-- source: ledger.accruing_line, ledger.claim_payment, staging.coverage, reference.rule_parameter

-- Decision 0085.

with rule as (

    select
        max(case when rule_parameter.parameter_name = 'coverage_opening_days' then rule_parameter.parameter_value end)
            as opening_days,
        max(case when rule_parameter.parameter_name = 'coverage_prompt_days' then rule_parameter.parameter_value end)
            as prompt_days
    from reference.rule_parameter

),

-- a January visit that was billed in March shows nothing of January's remittances: only what was paid promptly does
served as (

    select
        accruing_line.payee_npi,
        accruing_line.calendar_year,
        min(accruing_line.service_date) as first_service_date,
        min(
            case
                when claim_payment.payment_date <= accruing_line.service_date + cast(rule.prompt_days as integer)
                    then accruing_line.service_date
            end
        ) as first_prompt_date,
        count(*) as lines
    from ledger.accruing_line
    inner join ledger.claim_payment
        on accruing_line.claim_place = claim_payment.claim_place
    cross join rule
    group by accruing_line.payee_npi, accruing_line.calendar_year

),

paid_month as (

    select
        claim_payment.payee_npi,
        cast(date_trunc('month', claim_payment.payment_date) as date) as payment_month,
        min(claim_payment.payment_date) as first_payment_date
    from ledger.claim_payment
    where claim_payment.claim_category not in ('after_as_of', 'set_aside')
    group by claim_payment.payee_npi, cast(date_trunc('month', claim_payment.payment_date) as date)

),

followed as (

    select
        paid_month.*,
        lead(paid_month.payment_month) over (
            partition by paid_month.payee_npi
            order by paid_month.payment_month
        ) as next_month
    from paid_month

),

-- one month without a payment between two that have one; a longer pause may be a closed clinic
missing as (

    select
        followed.payee_npi,
        cast(followed.payment_month + to_months(1) as date) as missing_month
    from followed
    where followed.next_month = cast(followed.payment_month + to_months(2) as date)

),

opened as (

    select
        paid_month.payee_npi,
        year(paid_month.payment_month) as calendar_year,
        min(paid_month.first_payment_date) as first_payment_date
    from paid_month
    group by paid_month.payee_npi, year(paid_month.payment_month)

),

-- said twice, the newer row holds
said as (

    select
        coverage.payee_npi,
        coverage.calendar_year,
        arg_max(coverage.complete_from_date, coverage.coverage_place) as complete_from_date,
        arg_max(coverage.coverage_source, coverage.coverage_place) as coverage_source
    from staging.coverage
    group by coverage.payee_npi, coverage.calendar_year

),

dated as (

    select
        served.payee_npi,
        served.calendar_year,
        served.first_service_date,
        served.lines,
        opened.first_payment_date,
        said.complete_from_date,
        said.coverage_source,
        coalesce(
            case when served.first_prompt_date < opened.first_payment_date then served.first_prompt_date end,
            opened.first_payment_date,
            served.first_prompt_date,
            served.first_service_date
        ) as first_known_date,
        make_date(served.calendar_year, 1, 1) + cast(rule.opening_days as integer) as opening_end_date
    from served
    left join opened
        on
            served.payee_npi is not distinct from opened.payee_npi
            and served.calendar_year = opened.calendar_year
    left join said
        on
            served.payee_npi = said.payee_npi
            and served.calendar_year = said.calendar_year
    cross join rule

),

gap as (

    select
        dated.payee_npi,
        dated.calendar_year,
        count(*) as missing_months,
        min(missing.missing_month) as first_missing_month
    from dated
    inner join missing
        on
            dated.payee_npi is not distinct from missing.payee_npi
            and dated.calendar_year = year(missing.missing_month)
    where
        dated.complete_from_date is null
        or missing.missing_month >= cast(date_trunc('month', dated.complete_from_date) as date)
    group by dated.payee_npi, dated.calendar_year

)

select
    dated.payee_npi,
    dated.calendar_year,
    dated.lines,
    dated.first_service_date,
    dated.first_payment_date,
    dated.first_known_date,
    dated.complete_from_date,
    dated.coverage_source,
    coalesce(gap.missing_months, 0) as missing_months,
    gap.first_missing_month,
    case
        when dated.first_known_date >= dated.opening_end_date and dated.complete_from_date is null then 'late_start'
        when gap.missing_months > 0 then 'missing_month'
        else 'covered'
    end as coverage_category
from dated
left join gap
    on
        dated.payee_npi is not distinct from gap.payee_npi
        and dated.calendar_year = gap.calendar_year
