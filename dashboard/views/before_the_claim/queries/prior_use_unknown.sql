with entered as (

    select distinct
        beneficiary_key,
        pool,
        calendar_year
    from mart.prior_use_entry
    where entry_category = 'later'

)

select
    threshold_crossing.beneficiary_key,
    threshold_crossing.pool,
    threshold_crossing.calendar_year,
    threshold_crossing.own_accrued_cents,
    threshold_crossing.kx_lines,
    threshold_crossing.early_unverified_lines,
    threshold_crossing.last_service_date
from mart.threshold_crossing
left join entered
    on
        threshold_crossing.beneficiary_key = entered.beneficiary_key
        and threshold_crossing.pool = entered.pool
        and threshold_crossing.calendar_year = entered.calendar_year
where
    threshold_crossing.order_basis = 'received'
    and threshold_crossing.prior_use_grade = 'unknown'
    and threshold_crossing.kx_lines > 0
    and entered.beneficiary_key is null
    and is_chosen(threshold_crossing.pool, $pool)
    and is_account_in_filters(
        threshold_crossing.beneficiary_key,
        threshold_crossing.pool,
        threshold_crossing.calendar_year,
        $payee_npi,
        $provider_npi,
        $payer_name
    )
order by
    threshold_crossing.calendar_year desc,
    threshold_crossing.early_unverified_lines desc,
    threshold_crossing.last_service_date desc,
    threshold_crossing.beneficiary_key,
    threshold_crossing.pool
