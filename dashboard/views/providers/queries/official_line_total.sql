select
    count(*) as lines,
    count(distinct beneficiary_key) as beneficiaries,
    count(distinct concat_ws('|', beneficiary_key, payee_npi, service_date)) as visits,
    cast(coalesce(sum(paid_units), 0) as double) as paid_units,
    cast(coalesce(sum(allowed_cents), 0) as bigint) as allowed_cents
from mart.line
where
    pool is not null
    and provider_npi = $provider_npi
    and is_in_period(service_month, $period_start, $period_end)
    and is_chosen(is_cbr_line, $is_cbr_line)
    and is_chosen(has_kx, $has_kx)
    and is_chosen(is_denied, $is_denied)
    and (
        $was_denied is null
        or (is_denied and denial_category <> 'duplicate')
        or service_line_key in (
            select denial.recovered_service_line_key
            from mart.denial
            where denial.state = 'recovered'
        )
    )
    and ($is_over_and_paid is null or (kx_position <> 'below' and paid_cents > 0) = $is_over_and_paid)
