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
    and ($calendar_year is null or calendar_year = $calendar_year)
    and ($payee_npi is null or payee_npi = $payee_npi)
    and ($provider_npi is null or provider_npi = $provider_npi)
group by all
order by all
