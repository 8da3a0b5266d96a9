select
    first_denied_month,
    count(*) as services,
    cast(sum(recovered_expected_cents) as bigint) as recovered_cents,
    cast(sum(open_cents) as bigint) as open_cents,
    cast(sum(expired_cents) as bigint) as expired_cents
from mart.denial
where
    is_loss
    and ($period_start is null or first_denied_month >= $period_start)
    and ($period_end is null or first_denied_month <= $period_end)
    and ($payee_npi is null or payee_npi = $payee_npi)
    and ($provider_npi is null or provider_npi = $provider_npi)
    and ($pool is null or pool = $pool)
    and ($payer_name is null or payer_name = $payer_name)
    and ($category is null or denial_category = $category)
group by first_denied_month
order by first_denied_month
