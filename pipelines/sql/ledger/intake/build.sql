-- grain:  one row: this build
-- key:    batch_number
-- units:  built_at is UTC
-- source: staging.build_parameter, ledger.scope, ledger.payment, ledger.claim_payment, ledger.claim_line_count,
--         reference.reference_version, reference.synthetic_sender

with marked as (

    select coalesce(bool_or(synthetic_sender.sender_number is not null), false) as is_synthetic
    from ledger.payment
    left join reference.synthetic_sender
        on payment.sender_number = synthetic_sender.sender_number

),

-- without a setting the practice goes by the payee name of most lines; of names with as many, by the first one
payee as (

    select
        claim_payment.payee_name,
        row_number() over (order by sum(claim_line_count.service_lines) desc, claim_payment.payee_name) as turn
    from ledger.claim_payment
    inner join ledger.claim_line_count
        on claim_payment.claim_place = claim_line_count.claim_place
    where claim_payment.payee_name is not null
    group by claim_payment.payee_name

),

largest as (

    select max(payee.payee_name) as payee_name
    from payee
    where payee.turn = 1

)

select
    scope.data_through_date,
    scope.as_of_date,
    scope.previous_month_end_date,
    build_parameter.built_at,
    build_parameter.version,
    build_parameter.batch_number,
    reference_version.reference_version,
    marked.is_synthetic,
    coalesce(build_parameter.practice_name, largest.payee_name) as practice_name
from staging.build_parameter
cross join ledger.scope
cross join marked
cross join largest
cross join reference.reference_version
