select * replace (case when state = 'open' then days_until(reopening_deadline, $today) end as days_left)
from mart.denial
where
    case
        when denial_category = 'signed_notice' then $state in ('signed_notice')
        else $state is null or state = $state or (state <> 'duplicate' and $state in ('counted'))
    end
    and is_chosen(first_denied_month, $month)
    and is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
    and is_in_period(first_denied_month, $period_start, $period_end)
    and (
        $category is null
        or denial_category = $category
        or (denial_category = 'signed_notice' and $category in ('missing_kx'))
    )
order by
    case state when 'open' then 1 when 'expired' then 2 when 'recovered' then 3 else 4 end,
    reopening_deadline,
    service_line_key
