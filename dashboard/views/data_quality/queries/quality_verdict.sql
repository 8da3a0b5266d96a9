select
    (select count(*) filter (where status = 'accepted') from mart.file) as accepted_files,
    (select count(*) filter (where status = 'duplicate') from mart.file) as duplicate_files,
    (select count(distinct file_sha256) filter (where status = 'refused') from mart.file) as refused_files,
    (select count(*) from mart.set_aside) as set_aside_rows,
    (select count(*) from mart.file_note) as file_notes,
    (select count(*) from mart.check_result) as checks,
    (
        select count(*) filter (where not is_passed and severity = 'critical') from mart.check_result
    ) as failed_critical_checks,
    (
        select count(*) filter (where not is_passed and severity <> 'critical') from mart.check_result
    ) as failed_warning_checks,
    (select count(*) from mart.payment) as payments,
    (select count(*) filter (where difference_cents <> 0) from mart.payment) as unbalanced_payments
