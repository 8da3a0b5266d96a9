-- The only conversions in the house. Temporary: they live for one build.

-- Decision 0004.

-- Dollars as DECIMAL(18,4) to integer cents. Exact up to two decimals; an amount with more never
-- gets here, because its claim payment was set aside. Rounded before it is multiplied, so that the largest
-- amount of a claim payment that is kept fits into 64 bits.
create or replace temp macro to_cents(amount) as cast(round(amount, 2) * 100 as bigint);

-- The same for amounts of any size, and fifty times slower: those of payments and what is entered, of which
-- there are few.
create or replace temp macro to_large_cents(amount) as cast(round(cast(amount as decimal(38, 4)) * 100, 0) as bigint);

-- Integer division rounded half up, for a divisor above zero. Half up means away from zero for
-- amounts below zero as well, so that a reversal mirrors its original.
create or replace temp macro divide_half_up(dividend, divisor) as
    case
        when dividend >= 0 then (2 * dividend + divisor) // (2 * divisor)
        else -((2 * -dividend + divisor) // (2 * divisor))
    end;

-- A number as it is compared: leading zeros of digits alone do not count, and a number of zeros is one zero.
-- Few numbers begin with a zero, and only these are looked through.
create or replace temp macro plain_number(text_value) as
    case
        when text_value like '0%' and ltrim(text_value, '0123456789') = ''
            then coalesce(nullif(ltrim(text_value, '0'), ''), '0')
        else text_value
    end;

-- An adjustment reason code: upper case, trimmed, without leading zeros.
create or replace temp macro reason_code(text_value) as
    coalesce(nullif(ltrim(upper(trim(text_value)), '0'), ''), upper(trim(text_value)));

-- The identifier of a person as it is compared: upper case without blanks and hyphens, and NULL when nothing is left.
create or replace temp macro person_number(text_value) as
    nullif(upper(regexp_replace(text_value, '[\s\p{Z}\p{Pd}]+', '', 'g')), '');

-- Text that says something: trimmed, and NULL when nothing is left.
create or replace temp macro clean_text(text_value) as nullif(trim(text_value), '');

-- A key that nobody without the home's secret can test an identifier against: keyed twice, inner and outer.
create or replace temp macro key_of(secret, number) as
    substr(sha256(concat('outer:', secret, ':', sha256(concat('inner:', secret, ':', number)))), 1, 32);

-- A person's name as two systems write it: the letters of the last name and of the first given name.
create or replace temp macro name_key(last_name, first_name) as
    concat(
        regexp_replace(upper(last_name), '[^A-Z]', '', 'g'),
        ',',
        regexp_replace(split_part(trim(upper(first_name)), ' ', 1), '[^A-Z]', '', 'g')
    );
