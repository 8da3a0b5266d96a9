select
    first_denied_month,
    count(*) as services,
    cast(sum(recovered_expected_cents) as bigint) as recovered_cents,
    cast(sum(open_cents) as bigint) as open_cents,
    cast(sum(expired_cents) as bigint) as expired_cents
from mart.denial
where
    is_loss
    and is_in_period(first_denied_month, $period_start, $period_end)
    and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
    and is_chosen(denial_category, $category)
group by first_denied_month
order by first_denied_month
