with service as (

    select
        service_line_key,
        beneficiary_key,
        payer_claim_control_number,
        patient_control_number,
        payer_name,
        payee_npi,
        service_date
    from mart.line
    where upper(payer_claim_control_number) = $claim_number or upper(patient_control_number) = $claim_number
    union
    select
        service_line_key,
        beneficiary_key,
        payer_claim_control_number,
        patient_control_number,
        payer_name,
        payee_npi,
        service_date
    from mart.denial
    where upper(payer_claim_control_number) = $claim_number or upper(patient_control_number) = $claim_number

)

select
    service.beneficiary_key,
    service.payer_claim_control_number,
    service.patient_control_number,
    service.payer_name,
    service.payee_npi,
    min(service.service_date) as service_date,
    max(service.service_date) as through_service_date,
    count(*) as lines,
    max(denial_worklist.claim_key) as claim_key
from service
left join mart.denial_worklist
    on service.service_line_key = denial_worklist.service_line_key
group by all
order by service_date desc, service.payer_claim_control_number, service.beneficiary_key
limit 20
