select
    list_position($patient_ids, beneficiary.patient_id) as given_place,
    threshold_crossing.pool,
    threshold_crossing.calendar_year
from mart.beneficiary
left join mart.threshold_crossing
    on
        beneficiary.beneficiary_key = threshold_crossing.beneficiary_key
        and threshold_crossing.order_basis = 'received'
where list_contains($patient_ids, beneficiary.patient_id)
order by
    given_place,
    threshold_crossing.calendar_year,
    threshold_crossing.pool
