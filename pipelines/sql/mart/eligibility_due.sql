-- grain:  one row per active patient and threshold category whose prior use is unknown or was checked too long ago
-- key:    beneficiary_key, pool
-- units:  _cents are US cents; left_cents is what remains to the KX threshold, below zero once it is passed,
--         null where only a missing-KX denial says that it is
-- source: ledger.account_outlook, ledger.account, ledger.beneficiary, ledger.threshold, ledger.prior_use_account,
--         ledger.clinic_of_account, ledger.scope, reference.rule_parameter, reference.eligibility_pool

with rule as (

    select rule_parameter.parameter_value as eligibility_check_days
    from reference.rule_parameter
    where rule_parameter.parameter_name = 'eligibility_check_days'

),

-- an answer newer than the newest remittance counts once remittances reach its date, and yet the check was made
checked as (

    select
        prior_use_account.account_ordinal,
        max(prior_use_account.as_of_date) as last_checked_date
    from ledger.prior_use_account
    cross join ledger.scope
    where scope.as_of_date is null or prior_use_account.as_of_date <= scope.as_of_date
    group by prior_use_account.account_ordinal

),

-- what a 270 inquiry asks for
asked as (

    select
        eligibility_pool.pool,
        arg_min(eligibility_pool.service_type_pattern, eligibility_pool.pool_rank) as service_type_pattern
    from reference.eligibility_pool
    where eligibility_pool.service_type_pattern is not null and eligibility_pool.pool is not null
    group by eligibility_pool.pool

),

active as (

    select
        beneficiary.beneficiary_key,
        account.account_ordinal,
        account.pool,
        account.calendar_year,
        account.last_service_date,
        account_outlook.prior_use_grade,
        account.own_accrued_cents + account_outlook.prior_use_cents as accrued_cents,
        threshold.kx_threshold_cents,
        -- an implied amount says that the patient is over, not by how much
        case
            when account_outlook.prior_use_grade <> 'implied'
                then threshold.kx_threshold_cents - account.own_accrued_cents - account_outlook.prior_use_cents
        end as left_cents,
        checked.last_checked_date,
        case
            when checked.last_checked_date is not null
                then greatest(date_diff('day', checked.last_checked_date, scope.data_through_date), 0)
        end as checked_days
    from ledger.account_outlook
    inner join ledger.account
        on account_outlook.account_ordinal = account.account_ordinal
    inner join ledger.beneficiary
        on account.beneficiary_ordinal = beneficiary.beneficiary_ordinal
    inner join ledger.threshold
        on account.calendar_year = threshold.calendar_year
    left join checked
        on account.account_ordinal = checked.account_ordinal
    cross join ledger.scope
    where account_outlook.is_open

)

select
    active.beneficiary_key,
    active.pool,
    active.calendar_year,
    clinic_of_account.payee_npi,
    active.last_service_date,
    active.prior_use_grade,
    active.accrued_cents,
    active.kx_threshold_cents,
    active.left_cents,
    active.last_checked_date,
    active.checked_days,
    case when active.last_checked_date is null then 'never_checked' else 'older_check' end as due_category,
    trim(asked.service_type_pattern, '^') as service_type_code
from active
inner join asked
    on active.pool = asked.pool
left join ledger.clinic_of_account
    on active.account_ordinal = clinic_of_account.account_ordinal
cross join rule
where active.last_checked_date is null or active.checked_days > rule.eligibility_check_days
