select
    diagnosis_code,
    pool,
    cast(sum(patients) as bigint) as patients,
    cast(sum(crossed_patients) as bigint) as crossed_patients,
    cast(sum(crossed_patients) as double) / sum(patients) as crossed_ratio,
    cast(sum(accrued_cents) as bigint) as accrued_cents
from mart.diagnosis_crossing
where
    is_chosen(pool, $pool)
    and ($first_year is null or calendar_year >= $first_year)
    and ($last_year is null or calendar_year <= $last_year)
group by diagnosis_code, pool
order by
    crossed_patients desc,
    patients desc,
    diagnosis_code,
    pool
