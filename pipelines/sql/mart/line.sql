-- grain:  one row per final service line
-- key:    service_line_key
-- units:  _cents are US cents; paid_units are units of service; position and finding in the order received
-- source: ledger.service_line, ledger.claim_payment, ledger.file, ledger.service_occurrence, ledger.therapy_accrual,
--         ledger.cbr_service

with received as (

    select *
    from ledger.therapy_accrual
    where order_basis = 'received'

)

select
    service_line.service_line_key,
    claim_payment.file_sha256,
    file.file_name,
    service_line.segment_number,
    claim_payment.payer_claim_control_number,
    claim_payment.patient_control_number,
    service_line.line_number,
    service_line.beneficiary_key,
    service_line.provider_npi,
    service_line.payee_npi,
    service_line.pool,
    service_line.discipline,
    claim_payment.payer_name,
    claim_payment.claim_filing_indicator_code,
    service_line.service_date,
    service_line.received_date,
    service_line.payment_date,
    service_line.procedure_code,
    service_line.modifiers,
    service_line.has_kx,
    service_line.paid_units,
    service_line.charge_cents,
    service_line.allowed_cents,
    service_line.allowed_basis,
    service_line.paid_cents,
    service_line.is_denied,
    service_line.denial_category,
    claim_payment.claim_payment_key,
    service_line.calendar_year,
    cast(date_trunc('month', service_line.service_date) as date) as service_month,
    claim_payment.payee_name,
    claim_payment.payment_trace_number,
    service_line.denial_group_code as adjustment_group_code,
    service_line.denial_reason_code as adjustment_reason_code,
    received.kx_position,
    received.kx_finding,
    received.prior_use_grade,
    received.accrued_before_cents,
    received.accrued_after_cents,
    cbr_service.procedure_code is not null as is_cbr_line
from ledger.service_line
inner join ledger.claim_payment
    on service_line.claim_place = claim_payment.claim_place
inner join ledger.file
    on claim_payment.file_number = file.file_number
left join received
    on service_line.line_place = received.line_place
left join ledger.cbr_service
    on service_line.discipline = cbr_service.discipline and service_line.procedure_code = cbr_service.procedure_code
where
    service_line.claim_category = 'effective'
    and service_line.line_place not in (
        select service_occurrence.line_place
        from ledger.service_occurrence
        where service_occurrence.standing_category <> 'standing'
    )
