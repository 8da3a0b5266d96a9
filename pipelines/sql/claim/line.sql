-- grain:  one row per service line that counts, with the account in which it will accrue
-- key:    line_place
-- units:  paid_units are units as submitted
-- source: claim.counted_line, ledger.modifier_set, ledger.identity, ledger.threshold,
--         reference.claim_filing_indicator, reference.replacing_frequency, reference.rule_parameter

with rule as (

    select rule_parameter.parameter_value as accrual_from_year
    from reference.rule_parameter
    where rule_parameter.parameter_name = 'accrual_from_year'

),

-- professional claims to Medicare: the other payers' lines are counted and not judged; a void pays nothing
marked as (

    select
        counted_line.*,
        year(counted_line.service_date) as calendar_year,
        modifier_set.discipline,
        modifier_set.has_kx,
        modifier_set.is_assistant,
        modifier_set.has_notice,
        modifier_set.therapy_modifiers,
        coalesce(identity.new_patient_number, counted_line.patient_number) as account_patient_number,
        coalesce(
            claim_filing_indicator.is_accruing and not claim_filing_indicator.is_institutional, false
        )
        and not counted_line.is_pending as is_judged,
        coalesce(replacing_frequency.is_void, false) as is_void,
        case
            when
                claim_filing_indicator.is_accruing and not claim_filing_indicator.is_institutional
                and threshold.kx_threshold_cents is not null
                and year(counted_line.service_date) >= rule.accrual_from_year
                and counted_line.patient_number is not null
                and not coalesce(replacing_frequency.is_void, false)
                then modifier_set.pool
        end as pool
    from claim.counted_line
    inner join ledger.modifier_set
        on counted_line.modifiers = modifier_set.modifiers
    left join ledger.identity
        on counted_line.patient_number = identity.old_patient_number
    left join ledger.threshold
        on year(counted_line.service_date) = threshold.calendar_year
    left join reference.claim_filing_indicator
        on counted_line.claim_filing_indicator_code = claim_filing_indicator.claim_filing_indicator_code
    left join reference.replacing_frequency
        on counted_line.claim_frequency_code = replacing_frequency.claim_frequency_code
    cross join rule

),

-- each file stands alone after what the home knows
account as (

    select
        numbered.*,
        row_number() over (
            order by numbered.file_number, numbered.account_patient_number, numbered.pool, numbered.calendar_year
        ) as account_ordinal
    from (
        select distinct
            marked.file_number,
            marked.account_patient_number,
            marked.pool,
            marked.calendar_year
        from marked
        where marked.pool is not null and not marked.is_pending
    ) as numbered

)

-- not paid yet, a line is expected to be allowed what a denied one is
select
    marked.*,
    marked.line_place as denied_line_place,
    true as is_denied,
    account.account_ordinal
from marked
left join account
    on
        marked.file_number = account.file_number
        and marked.account_patient_number = account.account_patient_number
        and marked.pool = account.pool
        and marked.calendar_year = account.calendar_year
