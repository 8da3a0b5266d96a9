select
    (select count(*) from mart.file where status = 'accepted') as accepted_files,
    (select count(*) from mart.file where status = 'duplicate') as duplicate_files,
    (select count(*) from mart.file where status = 'refused') as refused_files,
    (select count(*) from mart.set_aside) as set_aside_rows,
    (select count(*) from mart.file_note) as file_notes,
    (select count(*) from mart.check_result) as checks,
    (select count(*) from mart.check_result where not is_passed and severity = 'critical') as failed_critical_checks,
    (select count(*) from mart.check_result where not is_passed and severity <> 'critical') as failed_warning_checks,
    (select count(*) from mart.payment) as payments,
    (select count(*) from mart.payment where difference_cents <> 0) as unbalanced_payments
