-- grain:  one row per sampling unit with a payment above zero
-- key:    unit_key
-- units:  _cents are US cents; a unit is a line, a claim or a beneficiary-month of final Medicare therapy lines
-- source: mart.line

with chosen as (

    select
        line.*,
        case
            when $unit in ('line') then line.service_line_key
            when $unit in ('claim') then line.claim_payment_key
            else line.beneficiary_key || ' ' || strftime(line.service_month, '%Y-%m')
        end as unit_key
    from mart.line
    where
        line.pool is not null
        and ($service_from is null or line.service_date >= cast($service_from as date))
        and ($service_to is null or line.service_date <= cast($service_to as date))
        and ($clinic_npi is null or line.payee_npi = $clinic_npi)
        and ($provider_npi is null or line.provider_npi = $provider_npi)
        and ($pool is null or line.pool = $pool)
        and (not $is_kx_only or line.has_kx)

)

select
    unit_key,
    cast(min(service_date) as varchar) as first_service_date,
    cast(max(service_date) as varchar) as last_service_date,
    count(*) as lines,
    cast(sum(paid_cents) as bigint) as paid_cents,
    min(patient_control_number) as patient_control_number,
    string_agg(distinct payer_claim_control_number, ' ' order by payer_claim_control_number) as claim_numbers,
    string_agg(distinct procedure_code, ' ' order by procedure_code) as procedure_codes,
    min(payee_npi) as payee_npi,
    min(provider_npi) as provider_npi,
    min(pool) as pool,
    bool_or(has_kx) as has_kx
from chosen
group by unit_key
having sum(paid_cents) > 0
order by first_service_date, last_service_date, unit_key
