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
    is_in_period(first_denied_month, $period_start, $period_end)
    and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
    and is_chosen(denial_category, $category)
