with told as (

    select
        line.service_line_key,
        line.beneficiary_key,
        line.patient_control_number,
        line.provider_npi,
        line.payee_npi,
        line.payer_name,
        line.pool,
        line.service_date,
        line.procedure_code,
        line.modifiers,
        line.charge_cents,
        case when list_contains(string_split(upper(line.modifiers), ','), 'GA') then 'ga' else 'gx' end
            as notice_category
    from mart.line
    where list_has_any(string_split(upper(line.modifiers), ','), ['GA', 'GX'])
    union all
    select
        refund_check.service_line_key,
        refund_check.beneficiary_key,
        refund_check.patient_control_number,
        refund_check.provider_npi,
        refund_check.payee_npi,
        refund_check.payer_name,
        refund_check.pool,
        refund_check.service_date,
        refund_check.procedure_code,
        refund_check.modifiers,
        refund_check.charge_cents,
        'pr_119' as notice_category
    from mart.refund_check
    where refund_check.standing_category = 'standing'

)

select
    service_line_key,
    beneficiary_key,
    patient_control_number,
    provider_npi,
    payee_npi,
    service_date,
    procedure_code,
    modifiers,
    charge_cents,
    notice_category
from told
where is_in_filters(payee_npi, provider_npi, pool, payer_name, $payee_npi, $provider_npi, $pool, $payer_name)
order by service_date desc, service_line_key
