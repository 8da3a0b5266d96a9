-- grain:  one row per denied service line with a remark
-- key:    line_place
-- units:  remark_codes are separated by commas, those of the claim payment included
-- source: staging.remark, staging.claim_payment, ledger.denied_service, ledger.service_line,
--         reference.denial_remark

with denied as (

    select
        service_line.line_place,
        service_line.claim_place
    from ledger.denied_service
    inner join ledger.service_line
        on denied_service.denied_line_place = service_line.line_place

),

stated as (

    select
        denied.line_place,
        remark.remark_code
    from denied
    inner join staging.remark
        on denied.line_place = remark.line_place
    union
    select
        denied.line_place,
        upper(trim(unnest(string_split(claim_payment.remark_codes, ',')))) as remark_code
    from denied
    inner join staging.claim_payment
        on denied.claim_place = claim_payment.claim_place
    where claim_payment.remark_codes is not null

)

select
    stated.line_place,
    string_agg(stated.remark_code, ',' order by stated.remark_code) as remark_codes,
    coalesce(bool_or(denial_remark.remark_role = 'unprocessable'), false) as is_unprocessable
from stated
left join reference.denial_remark
    on stated.remark_code = denial_remark.remark_code
where stated.remark_code <> ''
group by stated.line_place
