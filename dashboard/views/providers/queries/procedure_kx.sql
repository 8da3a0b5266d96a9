-- Our procedures, most lines first, beside the public band of one specialty (null: all) in its newest year.
with own as (

    select
        procedure_code,
        count(*) as lines,
        count(*) filter (where has_kx) as kx_lines
    from mart.line
    where
        pool is not null
        and is_in_period(service_month, $period_start, $period_end)
        and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
    group by procedure_code

),

band as (

    select *
    from mart.peer_band
    where
        calendar_year is not distinct from (select max(newest.calendar_year) from mart.peer_band as newest)
        and specialty_code is not distinct from $specialty

)

select
    own.procedure_code,
    own.lines,
    own.kx_lines,
    own.kx_lines / own.lines as kx_line_ratio,
    band.carriers_count,
    band.services_count,
    band.kx_service_ratio,
    band.low_ratio,
    band.high_ratio,
    band.kx_denied_ratio,
    band.plain_denied_ratio,
    band.carrier_numbers
from own
left join band
    on own.procedure_code = band.procedure_code
order by own.lines desc, own.procedure_code
