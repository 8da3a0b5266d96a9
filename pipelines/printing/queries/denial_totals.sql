select
    count(*) filter (where is_loss) as services,
    count(*) filter (where is_loss and state = 'recovered') as recovered,
    count(*) filter (where is_loss and state = 'open') as open,
    count(*) filter (where is_loss and state = 'expired') as expired,
    count(*) filter (where state = 'duplicate') as duplicates,
    count(*) filter (where denial_category = 'signed_notice') as signed_notices,
    count(*) filter (where is_loss and expected_allowed_cents is null) as without_amount,
    cast(coalesce(sum(recovered_expected_cents) filter (where is_loss), 0) as bigint) as recovered_cents,
    cast(coalesce(sum(open_cents) filter (where is_loss), 0) as bigint) as open_cents,
    cast(coalesce(sum(expired_cents) filter (where is_loss), 0) as bigint) as expired_cents
from mart.denial
where
    ($period_start is null or first_denied_month >= $period_start)
    and ($period_end is null or first_denied_month <= $period_end)
    and ($payee_npi is null or payee_npi = $payee_npi)
    and ($provider_npi is null or provider_npi = $provider_npi)
    and ($pool is null or pool = $pool)
    and ($payer_name is null or payer_name = $payer_name)
    and ($category is null or denial_category = $category)
