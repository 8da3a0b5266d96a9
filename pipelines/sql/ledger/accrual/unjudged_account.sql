-- grain:  one row per account with lines of a clinic whose year is not covered, and without an answer on prior use
-- key:    account_ordinal
-- units:  none; whether KX of these accounts is early cannot be judged
-- source: ledger.accruing_line, ledger.clinic_year, ledger.prior_use_answer

with uncovered as (

    select distinct
        accruing_line.account_ordinal,
        clinic_year.coverage_category
    from ledger.accruing_line
    inner join ledger.clinic_year
        on
            accruing_line.payee_npi is not distinct from clinic_year.payee_npi
            and accruing_line.calendar_year = clinic_year.calendar_year
    where clinic_year.coverage_category <> 'covered'

)

select
    uncovered.account_ordinal,
    min(uncovered.coverage_category) as coverage_category
from uncovered
left join ledger.prior_use_answer
    on uncovered.account_ordinal = prior_use_answer.account_ordinal
where prior_use_answer.account_ordinal is null
group by uncovered.account_ordinal
