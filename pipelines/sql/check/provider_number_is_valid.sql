-- grain:    one row per provider or clinic whose number is no NPI
-- key:      identifying_number
-- units:    lines counts final service lines
-- source:   mart.line
-- severity: warning
-- title:    Every provider and clinic has a valid NPI: ten digits, first 1 or 2, check digit right

with mentioned as (

    select
        coalesce(line.provider_npi, '') as identifying_number,
        line.file_name
    from mart.line
    union all
    select
        coalesce(line.payee_npi, '') as identifying_number,
        line.file_name
    from mart.line

),

counted as (

    select
        mentioned.identifying_number,
        min(mentioned.file_name) as file_name,
        count(*) as lines
    from mentioned
    group by mentioned.identifying_number

),

place as (

    select unnest(range(1, 11)) as digit_place

),

digit as (

    select
        counted.identifying_number,
        place.digit_place,
        try_cast(substr(counted.identifying_number, cast(place.digit_place as integer), 1) as integer) as digit_value
    from counted
    cross join place

),

-- every second digit counts double, as the sum of its digits; 24 stands for the prefix 80840
weighed as (

    select
        digit.identifying_number,
        24 + sum(
            case
                when digit.digit_place % 2 = 0 then digit.digit_value
                when digit.digit_value > 4 then 2 * digit.digit_value - 9
                else 2 * digit.digit_value
            end
        ) as check_sum
    from digit
    group by digit.identifying_number

)

select
    counted.identifying_number,
    counted.file_name,
    counted.lines
from counted
inner join weighed
    on counted.identifying_number = weighed.identifying_number
where
    not regexp_full_match(counted.identifying_number, '[12][0-9]{9}')
    or weighed.check_sum % 10 <> 0
