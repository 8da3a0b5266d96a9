select
    documented_visit.beneficiary_key,
    documented_visit.discipline,
    documented_visit.service_date,
    documented_visit.treatment_days,
    documented_visit.is_report_overdue,
    documented_visit.progress_report_date,
    documented_visit.plan_of_care_days,
    documented_visit.is_plan_overdue,
    documented_visit.plan_of_care_date,
    documented_visit.file_name,
    documented_visit.segment_number
from mart.documented_visit
where
    documented_visit.is_active_course
    and (documented_visit.is_report_overdue or documented_visit.is_plan_overdue)
    and (
        coalesce($payee_npi, $provider_npi, $pool, $payer_name) is null
        or documented_visit.beneficiary_key in (
            select crossing_provider.beneficiary_key
            from mart.crossing_provider
            where
                is_in_filters(
                    crossing_provider.payee_npi, crossing_provider.provider_npi, crossing_provider.pool,
                    crossing_provider.payer_name,
                    $payee_npi, $provider_npi, $pool, $payer_name
                )
        )
    )
order by
    documented_visit.treatment_days desc,
    documented_visit.service_date desc,
    documented_visit.beneficiary_key,
    documented_visit.segment_number
