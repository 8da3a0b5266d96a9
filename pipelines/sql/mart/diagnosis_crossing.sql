-- grain:  one row per diagnosis, threshold category and calendar year
-- key:    diagnosis_code, pool, calendar_year
-- units:  patients are counts; a patient with several diagnoses counts under each; crossed_ratio is 0 to 1
-- source: ledger.diagnosis_account

select
    diagnosis_account.diagnosis_code,
    diagnosis_account.pool,
    diagnosis_account.calendar_year,
    count(*) as patients,
    count(case when diagnosis_account.is_over_kx then 1 end) as crossed_patients,
    cast(count(case when diagnosis_account.is_over_kx then 1 end) as double) / count(*) as crossed_ratio,
    cast(sum(diagnosis_account.accrued_cents) as bigint) as accrued_cents
from ledger.diagnosis_account
group by diagnosis_account.diagnosis_code, diagnosis_account.pool, diagnosis_account.calendar_year
