-- grain:  one row per month and key figure: by payment date, or by month of first denial where the figure is a cohort's
-- key:    measure_name, kpi_month
-- units:  both values are counts, US cents or days, as kpi_unit says; the figure is one of the other
-- source: ledger.first_remit, ledger.zero_pay, ledger.denial

with cohort as (

    select
        cast(date_trunc('month', denial.first_denied_date) as date) as kpi_month,
        denial.denial_category,
        denial.state,
        denial.charge_cents,
        coalesce(denial.expected_allowed_cents, 0) as expected_cents,
        denial.days_to_recover,
        row_number() over (
            partition by date_trunc('month', denial.first_denied_date), denial.state
            order by denial.days_to_recover
        ) as turn,
        count(*) over (partition by date_trunc('month', denial.first_denied_date), denial.state) as state_services
    from ledger.denial
    where denial.is_loss

),

by_cohort as (

    select
        cohort.kpi_month,
        count(*) as services,
        count(case when cohort.state = 'recovered' then 1 end) as recovered,
        sum(cohort.charge_cents) as charges,
        sum(case when cohort.state = 'recovered' then cohort.charge_cents else 0 end) as recovered_charges,
        sum(case when cohort.denial_category = 'missing_kx' then cohort.expected_cents else 0 end) as missing_cents,
        sum(
            case
                when cohort.denial_category = 'missing_kx' and cohort.state in ('open', 'expired')
                    then cohort.expected_cents
                else 0
            end
        ) as leaking_cents,
        count(case when cohort.denial_category = 'missing_kx' then 1 end) as missing_services,
        max(
            case
                when cohort.state = 'recovered' and cohort.turn = (cohort.state_services + 1) // 2
                    then cohort.days_to_recover
            end
        ) as median_days,
        max(
            case
                when cohort.state = 'recovered' and cohort.turn = (9 * cohort.state_services + 9) // 10
                    then cohort.days_to_recover
            end
        ) as ninetieth_days
    from cohort
    group by cohort.kpi_month

),

figure as (

    select
        first_remit.payment_month as kpi_month,
        'first_remit_denial_rate' as measure_name,
        'service lines' as kpi_unit,
        first_remit.denied_lines as numerator_value,
        first_remit.first_lines as denominator_value
    from ledger.first_remit
    union all
    select
        first_remit.payment_month as kpi_month,
        'first_remit_denial_charges' as measure_name,
        'US cents' as kpi_unit,
        first_remit.denied_charge_cents as numerator_value,
        first_remit.first_charge_cents as denominator_value
    from ledger.first_remit
    union all
    select
        first_remit.payment_month as kpi_month,
        'first_pass_payment_rate' as measure_name,
        'service lines' as kpi_unit,
        first_remit.paid_lines as numerator_value,
        first_remit.first_lines as denominator_value
    from ledger.first_remit
    union all
    select
        zero_pay.payment_month as kpi_month,
        'remittance_denial_rate' as measure_name,
        'claim payments' as kpi_unit,
        zero_pay.zero_claim_payments as numerator_value,
        zero_pay.claim_payments as denominator_value
    from ledger.zero_pay
    union all
    select
        by_cohort.kpi_month,
        'denials_overturned' as measure_name,
        'services' as kpi_unit,
        by_cohort.recovered as numerator_value,
        by_cohort.services as denominator_value
    from by_cohort
    union all
    select
        by_cohort.kpi_month,
        'denials_overturned_charges' as measure_name,
        'US cents' as kpi_unit,
        cast(by_cohort.recovered_charges as bigint) as numerator_value,
        cast(by_cohort.charges as bigint) as denominator_value
    from by_cohort
    union all
    select
        by_cohort.kpi_month,
        'leakage_share' as measure_name,
        'US cents' as kpi_unit,
        cast(by_cohort.leaking_cents as bigint) as numerator_value,
        cast(by_cohort.missing_cents as bigint) as denominator_value
    from by_cohort
    where by_cohort.missing_services > 0
    union all
    select
        by_cohort.kpi_month,
        'days_to_resolution_median' as measure_name,
        'days' as kpi_unit,
        by_cohort.median_days as numerator_value,
        by_cohort.recovered as denominator_value
    from by_cohort
    where by_cohort.recovered > 0
    union all
    select
        by_cohort.kpi_month,
        'days_to_resolution_ninetieth' as measure_name,
        'days' as kpi_unit,
        by_cohort.ninetieth_days as numerator_value,
        by_cohort.recovered as denominator_value
    from by_cohort
    where by_cohort.recovered > 0

)

select
    measure_name,
    kpi_month,
    kpi_unit,
    numerator_value,
    denominator_value
from figure
