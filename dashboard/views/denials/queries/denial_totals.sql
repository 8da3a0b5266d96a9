select
    count(*) filter (where is_loss) as services,
    count(*) filter (where is_loss and state = 'recovered') as recovered,
    count(*) filter (where is_loss and state = 'open') as open,
    count(*) filter (where is_loss and state = 'expired') as expired,
    count(*) filter (where state = 'duplicate') as duplicates,
    count(*) filter (where denial_category = 'signed_notice') as signed_notices,
    cast(
        coalesce(sum(expected_allowed_cents) filter (where denial_category = 'signed_notice'), 0) as bigint
    ) as signed_notice_cents,
    count(*) filter (where is_loss and expected_allowed_cents is null) as without_amount,
    cast(coalesce(sum(expected_allowed_cents) filter (where is_loss), 0) as bigint) as expected_cents,
    cast(coalesce(sum(recovered_expected_cents) filter (where is_loss), 0) as bigint) as recovered_cents,
    cast(coalesce(sum(open_cents) filter (where is_loss), 0) as bigint) as open_cents,
    cast(coalesce(sum(expired_cents) filter (where is_loss), 0) as bigint) as expired_cents,
    count(*) filter (where is_loss and state in ('open', 'expired')) as leaking,
    cast(coalesce(sum(open_cents + expired_cents) filter (where is_loss), 0) as bigint) as leakage_cents,
    median(days_to_recover) filter (where is_loss and state = 'recovered') as median_days_to_recover,
    cast(
        coalesce(
            sum(expected_allowed_cents) filter (
                where is_loss
                and first_denied_date <= $since_date
                and (recovered_date is null or recovered_date > $since_date)
            ), 0
        ) as bigint
    ) as earlier_leakage_cents
from mart.denial
where
    is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
    and is_in_period(first_denied_month, $period_start, $period_end)
    and (
        $category is null
        or denial_category = $category
        -- a missing KX with a signed ABN is shown beside the missing KX
        or (denial_category = 'signed_notice' and $category in ('missing_kx'))
    )
