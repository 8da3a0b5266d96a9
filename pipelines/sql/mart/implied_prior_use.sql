-- grain:  one row per beneficiary, pool, calendar year and date from which more must have been used at other providers
-- key:    beneficiary_key, pool, calendar_year, as_of_date
-- units:  amount is dollars as text, as a prior use file has it; _cents are US cents
-- source: ledger.denial_explanation, ledger.denial, ledger.beneficiary, ledger.service_line, ledger.counted_claim

with implied as (

    select
        denial_explanation.account_ordinal,
        denial_explanation.order_date,
        max(denial_explanation.implied_prior_use_cents) as implied_cents,
        count(*) as denied_services,
        min(denial.beneficiary_ordinal) as beneficiary_ordinal,
        min(denial.pool) as pool,
        min(denial.calendar_year) as calendar_year,
        min(denial.service_line_key) as service_line_key
    from ledger.denial_explanation
    inner join ledger.denial
        on denial_explanation.service_place = denial.service_place
    where denial_explanation.explained_by = 'neither'
    group by denial_explanation.account_ordinal, denial_explanation.order_date

),

-- what was used cannot shrink: a later date says something only if it says more
growing as (

    select
        implied.*,
        max(implied.implied_cents) over (
            partition by implied.account_ordinal
            order by implied.order_date
            rows between unbounded preceding and 1 preceding
        ) as earlier_cents
    from implied

),

-- a prior use file holds the total used, our own lines as Medicare had counted them by that day included
own as (

    select
        growing.account_ordinal,
        growing.order_date,
        cast(sum(service_line.allowed_cents) as bigint) as own_cents
    from growing
    inner join ledger.service_line
        on
            growing.beneficiary_ordinal = service_line.beneficiary_ordinal
            and growing.pool = service_line.pool
            and growing.calendar_year = service_line.calendar_year
    inner join ledger.counted_claim
        on service_line.claim_place = counted_claim.claim_place
    where
        not service_line.is_denied
        and counted_claim.counted_from_date <= growing.order_date
        and (counted_claim.uncounted_date is null or counted_claim.uncounted_date > growing.order_date)
    group by growing.account_ordinal, growing.order_date

),

totalled as (

    select
        growing.*,
        coalesce(own.own_cents, 0) as own_cents,
        growing.implied_cents + coalesce(own.own_cents, 0) as used_cents
    from growing
    left join own
        on growing.account_ordinal = own.account_ordinal and growing.order_date = own.order_date
    where growing.earlier_cents is null or growing.implied_cents > growing.earlier_cents

)

select
    beneficiary.patient_number as patient_id,
    totalled.pool,
    totalled.calendar_year,
    concat(
        totalled.used_cents // 100, '.', substr(cast(100 + totalled.used_cents % 100 as varchar), 2)
    ) as amount,
    totalled.order_date as as_of_date,
    'typed' as grade,
    concat(
        'implied by ', totalled.denied_services, ' missing-KX denial',
        case when totalled.denied_services > 1 then 's' end, ' below the threshold'
    ) as origin,
    beneficiary.beneficiary_key,
    totalled.service_line_key,
    totalled.implied_cents as implied_prior_use_cents,
    totalled.own_cents as own_accrued_cents
from totalled
inner join ledger.beneficiary
    on totalled.beneficiary_ordinal = beneficiary.beneficiary_ordinal
