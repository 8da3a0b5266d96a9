-- grain:  one row per diagnosis of an account, as visits were documented or an export carries it
-- key:    diagnosis_code, account_ordinal
-- units:  accrued_cents is US cents, with prior use
-- source: staging.service_line, ledger.accruing_line, ledger.documented_line, ledger.account, ledger.account_outlook,
--         ledger.threshold, reference.therapy_modifier

with documented as (

    select
        documented_line.beneficiary_ordinal,
        documented_line.discipline,
        documented_line.service_date,
        trim(regexp_replace(documented_line.diagnosis_codes, '[\s,;|].*$', '')) as diagnosis_code
    from ledger.documented_line
    where documented_line.beneficiary_ordinal is not null and documented_line.diagnosis_codes is not null

),

diagnosed as (

    select
        upper(staged.diagnosis_code) as diagnosis_code,
        accruing_line.account_ordinal
    from staging.service_line as staged
    inner join ledger.accruing_line
        on staged.line_place = accruing_line.line_place
    where staged.diagnosis_code is not null
    union
    select
        documented.diagnosis_code,
        account.account_ordinal
    from documented
    inner join reference.therapy_modifier
        on documented.discipline = therapy_modifier.discipline
    inner join ledger.account
        on
            documented.beneficiary_ordinal = account.beneficiary_ordinal
            and therapy_modifier.pool = account.pool
            and year(documented.service_date) = account.calendar_year
    where documented.diagnosis_code <> ''

)

select
    diagnosed.diagnosis_code,
    diagnosed.account_ordinal,
    account.pool,
    account.calendar_year,
    account.own_accrued_cents + account_outlook.prior_use_cents as accrued_cents,
    account.own_accrued_cents + account_outlook.prior_use_cents > threshold.kx_threshold_cents as is_over_kx
from diagnosed
inner join ledger.account
    on diagnosed.account_ordinal = account.account_ordinal
inner join ledger.account_outlook
    on diagnosed.account_ordinal = account_outlook.account_ordinal
inner join ledger.threshold
    on account.calendar_year = threshold.calendar_year
