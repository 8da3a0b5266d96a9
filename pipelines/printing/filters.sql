-- What documents filter by, said once, in the words of dashboard/macros.sql. Null means that nothing was chosen.

-- Decision 0215.

-- A value is the chosen one, or nothing was chosen.
create temp macro is_chosen(own_value, chosen_value) as chosen_value is null or own_value = chosen_value;

-- A month lies in the chosen period, both its ends included.
create temp macro is_in_period(own_month, first_month, last_month) as
    (first_month is null or own_month >= first_month) and (last_month is null or own_month <= last_month);

-- A row is of the chosen clinic, provider, pool and payer.
create temp macro is_in_filters(
    own_payee, own_provider, own_pool, own_payer, chosen_payee, chosen_provider, chosen_pool, chosen_payer
) as
    is_chosen(own_payee, chosen_payee)
    and is_chosen(own_provider, chosen_provider)
    and is_chosen(own_pool, chosen_pool)
    and is_chosen(own_payer, chosen_payer);
