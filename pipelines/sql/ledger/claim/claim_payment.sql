-- grain:  one row per claim payment that was read, with what became of it
-- key:    claim_place
-- units:  _cents are US cents, as sent: negative in a reversal
-- source: staging.claim_payment, ledger.payment, ledger.beneficiary, ledger.identity, ledger.usable_claim,
--         ledger.rejected_claim, ledger.repeated_claim, ledger.take_back, reference.claim_filing_indicator,
--         reference.claim_status

with told as (

    select
        claim_payment.claim_place,
        claim_payment.payment_place,
        claim_payment.file_number,
        claim_payment.file_sha256,
        claim_payment.segment_number,
        case
            when not payment.is_known then 'after_as_of'
            when rejected_claim.claim_place is not null then 'set_aside'
            when repeated_claim.claim_place is not null then 'repeated'
            when taking.claim_place is not null then 'reversal'
            when usable_claim.is_reversal then 'orphan_reversal'
            when taken.reversal_place is not null then 'taken_back'
            else 'effective'
        end as claim_category,
        taking.claim_place as takes_back_place,
        taken.reversal_place as taken_back_by_place,
        reversal.payment_date as taken_back_date,
        beneficiary.beneficiary_key,
        beneficiary.beneficiary_ordinal,
        payment.payment_rank,
        payment.payment_date,
        payment.payment_trace_number,
        case when claim_payment.has_own_payer then claim_payment.payer_name else payment.payer_name end as payer_name,
        case when claim_payment.has_own_payee then claim_payment.payee_name else payment.payee_name end as payee_name,
        case when claim_payment.has_own_payee then claim_payment.payee_npi else payment.payee_npi end as payee_npi,
        claim_payment.patient_control_number,
        claim_payment.payer_claim_control_number,
        claim_payment.original_claim_control_number,
        claim_payment.claim_status_code,
        claim_payment.claim_filing_indicator_code,
        claim_payment.claim_charge_cents,
        claim_payment.claim_paid_cents,
        claim_payment.rendering_npi,
        claim_payment.rendering_name,
        claim_payment.received_date,
        claim_payment.statement_from_date,
        coalesce(claim_filing_indicator.is_accruing, false)
        and coalesce(claim_status.is_accruing, true) as is_accruing_claim,
        coalesce(claim_payment.received_date, payment.payment_date) as order_date,
        -- what the payer sent names the claim payment
        concat_ws(
            '|',
            payment.payment_trace_number,
            payment.payment_date,
            payment.payer_name,
            claim_payment.payer_claim_control_number,
            claim_payment.patient_control_number,
            claim_payment.claim_status_code,
            claim_payment.claim_charge_cents,
            claim_payment.claim_paid_cents
        ) as content
    from staging.claim_payment
    inner join ledger.payment
        on claim_payment.payment_place = payment.payment_place
    left join ledger.usable_claim
        on claim_payment.claim_place = usable_claim.claim_place
    left join ledger.rejected_claim
        on claim_payment.claim_place = rejected_claim.claim_place
    left join ledger.repeated_claim
        on claim_payment.claim_place = repeated_claim.claim_place
    left join ledger.take_back as taking
        on claim_payment.claim_place = taking.reversal_place
    left join ledger.take_back as taken
        on claim_payment.claim_place = taken.claim_place
    left join ledger.usable_claim as reversal
        on taken.reversal_place = reversal.claim_place
    left join ledger.identity
        on claim_payment.patient_number = identity.old_patient_number
    left join ledger.beneficiary
        on coalesce(identity.new_patient_number, claim_payment.patient_number) = beneficiary.patient_number
    left join reference.claim_filing_indicator
        on claim_payment.claim_filing_indicator_code = claim_filing_indicator.claim_filing_indicator_code
    left join reference.claim_status
        on claim_payment.claim_status_code = claim_status.claim_status_code

),

-- equal ones that are no repetition are numbered in their order
numbered as (

    select
        told.*,
        row_number() over (
            partition by told.content
            order by told.claim_category = 'repeated', told.claim_place
        ) as ordinal
    from told

)

select
    claim_place,
    payment_place,
    file_number,
    file_sha256,
    segment_number,
    claim_category,
    takes_back_place,
    taken_back_by_place,
    taken_back_date,
    beneficiary_key,
    beneficiary_ordinal,
    payment_rank,
    payment_date,
    payment_trace_number,
    payer_name,
    payee_name,
    payee_npi,
    patient_control_number,
    payer_claim_control_number,
    original_claim_control_number,
    claim_status_code,
    claim_filing_indicator_code,
    claim_charge_cents,
    claim_paid_cents,
    rendering_npi,
    rendering_name,
    received_date,
    statement_from_date,
    is_accruing_claim,
    order_date,
    substr(md5(concat(content, case when ordinal > 1 then concat('|', ordinal) else '' end)), 1, 20)
        as claim_payment_key
from numbered
