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
    beneficiary_key,
    payer_claim_control_number,
    patient_control_number,
    payer_name,
    payee_npi,
    min(service_date) as service_date,
    max(service_date) as through_service_date,
    count(distinct service_line_key) as lines,
    max((
        select denial_worklist.claim_key
        from mart.denial_worklist
        where denial_worklist.service_line_key = service.service_line_key
    )) as claim_key
from service
group by all
order by through_service_date desc, payer_claim_control_number, beneficiary_key
limit 20
