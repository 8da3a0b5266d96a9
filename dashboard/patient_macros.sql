-- What the pages filter by that is asked of the rows of a practice. Null means that nothing was chosen.

-- An account (patient, pool and year) has a line of the chosen clinic, provider and payer.
create macro memory.main.is_account_in_filters(
    own_beneficiary, own_pool, own_year, chosen_payee, chosen_provider, chosen_payer
) as
    coalesce(chosen_payee, chosen_provider, chosen_payer) is null
    or (own_beneficiary, own_pool, own_year) in (
        select
            crossing_provider.beneficiary_key,
            crossing_provider.pool,
            crossing_provider.calendar_year
        from mart.crossing_provider
        where
            is_chosen(crossing_provider.payee_npi, chosen_payee)
            and is_chosen(crossing_provider.provider_npi, chosen_provider)
            and is_chosen(crossing_provider.payer_name, chosen_payer)
    );

-- The first therapy line of a beneficiary, of any provider, is in this month.
create macro memory.main.is_starting_in(own_beneficiary, first_month) as
    own_beneficiary in (
        select starting.beneficiary_key
        from mart.line as starting
        where starting.pool is not null
        group by starting.beneficiary_key
        having min(starting.service_month) = first_month
    );

-- Whether KX of an account is early can be judged: its year is covered, or prior use is known.
create macro memory.main.is_judged_account(own_beneficiary, own_pool, own_year) as
    (own_beneficiary, own_pool, own_year) not in (
        select
            threshold_crossing.beneficiary_key,
            threshold_crossing.pool,
            threshold_crossing.calendar_year
        from mart.threshold_crossing
        where threshold_crossing.uncovered_category is not null
    );
