select
    count(*) as refund_lines,
    cast(coalesce(sum(patient_share_cents), 0) as bigint) as refund_cents
from mart.refund_check
where payment_date between $month_start and $month_end
