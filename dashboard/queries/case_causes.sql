with cause as (

    select
        review_case.case_key,
        review_case.case_category,
        review_case.beneficiary_key,
        review_case.pool,
        review_case.calendar_year,
        review_case.provider_npi,
        review_case.payee_npi,
        review_case.service_line_key,
        review_case.rule,
        review_case.file_name,
        null as title,
        review_case.cause_date,
        review_case.amount_cents,
        review_case.lines,
        review_case.is_recent
    from mart.review_case
    union all
    select
        'data_problem-check-' || check_result.check_name as case_key,
        'data_problem' as case_category,
        null as beneficiary_key,
        null as pool,
        null as calendar_year,
        null as provider_npi,
        null as payee_npi,
        null as service_line_key,
        null as rule,
        null as file_name,
        check_result.title,
        (select max(build_info.data_through_date) from mart.build_info) as cause_date,
        null as amount_cents,
        check_result.offenders as lines,
        true as is_recent
    from mart.check_result
    where not check_result.is_passed and (select max(build_info.data_through_date) from mart.build_info) is not null

)

select
    cause.*,
    is_chosen(coalesce(cause.pool, $pool), $pool)
    and case
        when cause.provider_npi is null and cause.beneficiary_key is not null
            then is_account_in_filters(
                cause.beneficiary_key, cause.pool, cause.calendar_year, $payee_npi, $provider_npi, $payer_name
            )
        else
            is_chosen(coalesce(cause.provider_npi, $provider_npi), $provider_npi)
            and is_chosen(coalesce(cause.payee_npi, $payee_npi), $payee_npi)
    end as is_in_filter
from cause
order by cause.cause_date desc, cause.case_key
