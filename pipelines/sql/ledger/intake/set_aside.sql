-- grain:  one row per row or claim payment that was not used
-- key:    file_number, segment_number, rule
-- units:  service_lines counts the lines that went with it
-- source: staging.finding, staging.coverage, staging.prior_use, staging.prior_use_withdrawal, ledger.withdrawn_use,
--         ledger.claim_payment, ledger.eligibility_amount, ledger.rejected_claim, ledger.claim_line_count,
--         reference.row_rule

-- Decision 0016.

select
    finding.file_number,
    finding.file_sha256,
    finding.segment_number,
    finding.rule,
    finding.reason,
    cast(0 as bigint) as service_lines
from staging.finding
where finding.is_set_aside and finding.claim_place is null
union all
select
    coverage.file_number,
    coverage.file_sha256,
    coverage.segment_number,
    row_rule.rule,
    row_rule.sentence as reason,
    cast(0 as bigint) as service_lines
from staging.coverage
inner join reference.row_rule
    on row_rule.rule = 'unknown_clinic'
where
    coverage.payee_npi not in (
        select claim_payment.payee_npi
        from ledger.claim_payment
        where claim_payment.payee_npi is not null
    )
union all
select
    withdrawn_use.file_number,
    withdrawn_use.file_sha256,
    withdrawn_use.segment_number,
    row_rule.rule,
    concat(row_rule.sentence, ' Reason: ', withdrawn_use.withdrawal_reason) as reason,
    cast(0 as bigint) as service_lines
from ledger.withdrawn_use
inner join reference.row_rule
    on row_rule.rule = 'withdrawn_prior_use'
union all
select
    prior_use_withdrawal.file_number,
    prior_use_withdrawal.file_sha256,
    prior_use_withdrawal.segment_number,
    row_rule.rule,
    row_rule.sentence as reason,
    cast(0 as bigint) as service_lines
from staging.prior_use_withdrawal
left join staging.prior_use
    on
        prior_use_withdrawal.withdrawn_file_sha256 = prior_use.file_sha256
        and prior_use_withdrawal.withdrawn_row_ordinal = prior_use.segment_number
inner join reference.row_rule
    on row_rule.rule = 'unknown_withdrawal'
where prior_use.prior_use_place is null
union all
select
    eligibility_amount.file_number,
    eligibility_amount.file_sha256,
    eligibility_amount.segment_number,
    row_rule.rule,
    concat(row_rule.sentence, ' The segment: ', eligibility_amount.segment_text) as reason,
    cast(0 as bigint) as service_lines
from ledger.eligibility_amount
inner join reference.row_rule
    on eligibility_amount.rule = row_rule.rule
union all
select
    claim_payment.file_number,
    claim_payment.file_sha256,
    claim_payment.segment_number,
    coalesce(rejected_claim.rule, row_rule.rule) as rule,
    coalesce(rejected_claim.reason, row_rule.sentence) as reason,
    coalesce(claim_line_count.service_lines, 0) as service_lines
from ledger.claim_payment
left join ledger.rejected_claim
    on claim_payment.claim_place = rejected_claim.claim_place
left join reference.row_rule
    on
        row_rule.rule
        = case claim_payment.claim_category
            when 'repeated' then 'repeated_claim_payment'
            when 'orphan_reversal' then 'orphan_reversal'
        end
left join ledger.claim_line_count
    on claim_payment.claim_place = claim_line_count.claim_place
where claim_payment.claim_category in ('set_aside', 'repeated', 'orphan_reversal')
