-- What the pages filter by, said once. Null means that nothing was chosen.

-- Decision 0102.

-- A value is the chosen one, or nothing was chosen.
create macro memory.main.is_chosen(own_value, chosen_value) as chosen_value is null or own_value = chosen_value;

-- A month lies in the chosen period, both its ends included.
create macro memory.main.is_in_period(own_month, first_month, last_month) as
    (first_month is null or own_month >= first_month) and (last_month is null or own_month <= last_month);

-- Days left until a date that people act on, below zero once it has passed.
create macro memory.main.days_until(due_date, current_day) as date_diff('day', current_day, due_date);

-- What a forecast says, or what came of it, within the chosen number of days.
create macro memory.main.at_horizon(horizon_days, within_0, within_14, within_30, within_60) as
    case horizon_days when 0 then within_0 when 14 then within_14 when 30 then within_30 else within_60 end;

-- A row is of the chosen clinic, provider, pool and payer.
create macro memory.main.is_in_filters(
    own_payee, own_provider, own_pool, own_payer, chosen_payee, chosen_provider, chosen_pool, chosen_payer
) as
    is_chosen(own_payee, chosen_payee)
    and is_chosen(own_provider, chosen_provider)
    and is_chosen(own_pool, chosen_pool)
    and is_chosen(own_payer, chosen_payer);

-- What holds of the correction route that can still be gone today: the first one, after its last day the next one.
create macro memory.main.due_route(first_last_date, next_last_date, of_first, of_next, current_day) as
    case when first_last_date >= current_day then of_first when next_last_date >= current_day then of_next end;

-- What is searched for without saying it: the SHA-256 of an identifier in capitals, without blanks and dashes.
create macro memory.main.search_key(own_text) as sha256(regexp_replace(upper(own_text), '[^A-Z0-9]', '', 'g'));
