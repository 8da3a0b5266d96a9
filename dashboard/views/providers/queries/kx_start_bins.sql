-- Patients by row of the chart and amount: each is in the row of its clinic and in that of its provider.
with started as (

    select
        payee_npi,
        provider_npi,
        case when is_institutional then 'institutional' when prior_use_grade = 'unknown' then 'unknown' else 'known' end
            as grade,
        cast(floor(remaining_cents / $bin_cents) as bigint) * $bin_cents as bin_cents
    from mart.kx_start
    where
        has_kx
        and is_chosen(calendar_year, $calendar_year)
        and is_chosen(payee_npi, $payee_npi)
        and is_chosen(provider_npi, $provider_npi)

),

placed as (

    select
        'clinic ' || payee_npi as row_key,
        grade,
        bin_cents
    from started

    union all

    select
        'provider ' || provider_npi as row_key,
        grade,
        bin_cents
    from started

)

select
    row_key,
    grade,
    bin_cents,
    count(*) as kx_accounts
from placed
where row_key is not null
group by row_key, grade, bin_cents
order by row_key, grade, bin_cents
