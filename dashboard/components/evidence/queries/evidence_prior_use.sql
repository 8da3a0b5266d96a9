select
    prior_use_answer.as_of_date,
    prior_use_answer.used_cents,
    prior_use_answer.prior_use_cents,
    prior_use_answer.prior_use_grade,
    prior_use_answer.kind,
    prior_use_answer.file_name,
    prior_use_answer.segment_number,
    prior_use_answer.segment_text
from mart.line_position
inner join mart.line
    on line_position.service_line_key = line.service_line_key
inner join mart.prior_use_answer
    on
        line_position.beneficiary_key = prior_use_answer.beneficiary_key
        and line_position.pool = prior_use_answer.pool
        and line_position.calendar_year = prior_use_answer.calendar_year
        and line_position.prior_use_cents = prior_use_answer.prior_use_cents
        and line_position.prior_use_grade = prior_use_answer.prior_use_grade
        and coalesce(line.received_date, line.payment_date) >= prior_use_answer.as_of_date
where line_position.service_line_key = $service_line_key and line_position.order_basis = 'received'
order by
    prior_use_answer.as_of_date desc,
    prior_use_answer.file_name,
    prior_use_answer.segment_number
limit 1
