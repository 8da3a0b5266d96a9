select
    (
        select count(*)
        from mart.file
        where status = 'accepted'
    ) as accepted_files,
    (
        select count(*)
        from mart.file
        where status = 'refused'
    ) as refused_files,
    (select count(*) from mart.set_aside) as excluded_rows,
    (
        select count(*)
        from mart.payment
        where
            payment_date between $month_start and $month_end
            and difference_cents <> 0
    ) as unbalanced_payments,
    (
        select count(*)
        from mart.clinic_year
        where
            calendar_year = year($month_start)
            and not is_covered
    ) as uncovered_clinics,
    (
        select count(*)
        from mart.clinic_year
        where calendar_year = year($month_start)
    ) as clinics
