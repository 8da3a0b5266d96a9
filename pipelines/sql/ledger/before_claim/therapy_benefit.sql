-- grain:  one row per therapy benefit of an eligibility response that carries an amount
-- key:    benefit_place
-- units:  none; pool and meaning are null where no table knows them
-- source: staging.eligibility_benefit, staging.eligibility_layout, reference.eligibility_pool,
--         reference.eligibility_meaning

-- Decisions 0127 and 0128.

with benefit as (

    select eligibility_benefit.*
    from staging.eligibility_benefit
    where
        eligibility_benefit.amount_text is not null
        and (
            eligibility_benefit.insurance_type_code is null
            or eligibility_benefit.insurance_type_code in (
                select eligibility_meaning.insurance_type_code
                from reference.eligibility_meaning
            )
        )

),

-- a user's row counts before the shipped ones, the newest of several first
explained as (

    select
        benefit.benefit_place,
        eligibility_layout.pool,
        eligibility_layout.meaning,
        row_number() over (
            partition by benefit.benefit_place
            order by eligibility_layout.layout_place desc
        ) as newest_first
    from benefit
    inner join staging.eligibility_layout
        on
            benefit.information_code = eligibility_layout.information_code
            and benefit.amount_element = coalesce(eligibility_layout.amount_element, '07')
            and (
                eligibility_layout.service_type_codes is null
                or benefit.service_type_codes = eligibility_layout.service_type_codes
            )
            and (eligibility_layout.period_code is null or benefit.period_code = eligibility_layout.period_code)
            and benefit.plan_text like concat('%', coalesce(eligibility_layout.plan_text, ''), '%')
            and benefit.message_text like concat('%', coalesce(eligibility_layout.message_text, ''), '%')

),

by_code as (

    select
        benefit.benefit_place,
        eligibility_pool.pool,
        row_number() over (
            partition by benefit.benefit_place
            order by eligibility_pool.pool_rank
        ) as best_first
    from benefit
    inner join reference.eligibility_pool
        on benefit.service_type_text like eligibility_pool.service_type_pattern

),

by_text as (

    select
        benefit.benefit_place,
        eligibility_pool.pool,
        row_number() over (
            partition by benefit.benefit_place
            order by eligibility_pool.pool_rank
        ) as best_first
    from benefit
    inner join reference.eligibility_pool
        on benefit.plan_text like eligibility_pool.plan_pattern

),

understood as (

    select
        benefit.benefit_place,
        eligibility_meaning.meaning,
        row_number() over (
            partition by benefit.benefit_place
            order by eligibility_meaning.meaning_rank
        ) as best_first
    from benefit
    inner join reference.eligibility_meaning
        on
            benefit.information_code = eligibility_meaning.information_code
            and (eligibility_meaning.period_code is null or benefit.period_code = eligibility_meaning.period_code)
            and (
                eligibility_meaning.amount_element is null
                or benefit.amount_element = eligibility_meaning.amount_element
            )
            and benefit.message_text like coalesce(eligibility_meaning.message_pattern, '%')

)

select
    benefit.benefit_place,
    benefit.file_number,
    benefit.file_sha256,
    benefit.segment_number,
    benefit.person_segment_number,
    benefit.answer_date,
    benefit.calendar_year,
    benefit.patient_number,
    benefit.benefit_cents,
    benefit.segment_text,
    case
        when explained.benefit_place is not null then explained.pool
        when by_code.pool <> by_text.pool then null
        else coalesce(by_code.pool, by_text.pool)
    end as pool,
    coalesce(explained.meaning, understood.meaning) as meaning
from benefit
left join explained
    on benefit.benefit_place = explained.benefit_place and explained.newest_first = 1
left join by_code
    on benefit.benefit_place = by_code.benefit_place and by_code.best_first = 1
left join by_text
    on benefit.benefit_place = by_text.benefit_place and by_text.best_first = 1
left join understood
    on benefit.benefit_place = understood.benefit_place and understood.best_first = 1
where
    (
        explained.benefit_place is not null
        or by_code.benefit_place is not null
        or by_text.benefit_place is not null
    )
    and coalesce(explained.meaning, understood.meaning, 'unknown') <> 'other'
