-- grain:  one row per rule of the claim check, held against the remittances that answered the checked lines
-- key:    rule_name
-- units:  counts are checked lines; ratios are of denied or found lines, null where there is none
-- source: ledger.checked_line, reference.claim_rule

with found as (

    select
        checked_line.file_sha256,
        checked_line.segment_number,
        checked_line.checked_at,
        unnest(string_split(checked_line.rule_names, ',')) as rule_name
    from ledger.checked_line

),

-- every rule beside every line: whether the rule was found, and whether the line was denied for what the rule foresees
held as (

    select
        claim_rule.rule_name,
        claim_rule.title,
        claim_rule.severity,
        found.rule_name is not null as is_found,
        checked_line.is_denied,
        coalesce(checked_line.denial_category = claim_rule.denial_category, false) as is_denied_for_it,
        checked_line.rule_names
    from ledger.checked_line
    cross join reference.claim_rule
    left join found
        on
            checked_line.file_sha256 = found.file_sha256
            and checked_line.segment_number = found.segment_number
            and checked_line.checked_at = found.checked_at
            and claim_rule.rule_name = found.rule_name

),

counted as (

    select
        held.rule_name,
        held.title,
        held.severity,
        count(*) as checked_lines,
        cast(sum(case when held.is_found then 1 else 0 end) as bigint) as found_lines,
        cast(sum(case when held.is_found and held.is_denied then 1 else 0 end) as bigint) as found_denied_lines,
        cast(sum(case when held.is_found and not held.is_denied then 1 else 0 end) as bigint) as found_paid_lines,
        cast(sum(case when held.is_found and held.is_denied is null then 1 else 0 end) as bigint) as found_open_lines,
        cast(
            sum(case when not held.is_found and held.is_denied_for_it and held.rule_names = '' then 1 else 0 end)
            as bigint
        ) as missed_lines
    from held
    group by held.rule_name, held.title, held.severity

)

select
    rule_name,
    title,
    severity,
    checked_lines,
    found_lines,
    found_denied_lines,
    found_paid_lines,
    found_open_lines,
    missed_lines,
    -- a line at risk need not be denied, so only a rule that foresees a denial can be right or wrong
    case
        when severity = 'will_be_denied'
            then cast(found_denied_lines as double) / nullif(found_denied_lines + found_paid_lines, 0)
    end as precision_ratio,
    case
        when severity = 'will_be_denied'
            then cast(found_denied_lines as double) / nullif(found_denied_lines + missed_lines, 0)
    end as recall_ratio
from counted
where found_lines > 0 or missed_lines > 0
