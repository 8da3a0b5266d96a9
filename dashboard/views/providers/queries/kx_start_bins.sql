select
    payee_npi,
    provider_npi,
    prior_use_grade <> 'unknown' as is_prior_use_known,
    is_institutional,
    cast(floor(remaining_cents / $bin_cents) as bigint) * $bin_cents as bin_cents,
    count(*) as kx_accounts
from mart.kx_start
where
    has_kx
    and is_chosen(calendar_year, $calendar_year)
    and is_chosen(payee_npi, $payee_npi)
    and is_chosen(provider_npi, $provider_npi)
group by all
order by all
