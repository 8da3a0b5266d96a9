-- What a role may see, said once: clinics, closed months. The tables are filled when a connection is opened.
create schema memory.scope;
create table memory.scope.clinic (payee_npi varchar);
create table memory.scope.closed_month (first_day date);
create table memory.scope.restriction (has_clinics boolean, has_months boolean);

-- A row of this clinic may be seen.
create macro memory.main.is_clinic_shown(own_payee) as
    not (select restriction.has_clinics from memory.scope.restriction)
    or coalesce(own_payee in (select clinic.payee_npi from memory.scope.clinic), false);

-- A row of this day may be seen: its month is closed, or all months are shown.
create macro memory.main.is_day_shown(own_day) as
    not (select restriction.has_months from memory.scope.restriction)
    or coalesce(
        cast(date_trunc('month', own_day) as date) in (
            select closed_month.first_day from memory.scope.closed_month
        ),
        false
    );

-- A figure over the whole practice and all its months may be seen.
create macro memory.main.is_all_shown() as
    (select not restriction.has_clinics and not restriction.has_months from memory.scope.restriction);

-- A figure over all months may be seen.
create macro memory.main.are_all_months_shown() as
    (select not restriction.has_months from memory.scope.restriction);

-- A provider's figures are of the clinics that may be seen, and of no other.
create macro memory.main.is_provider_shown(own_provider) as
    not (select restriction.has_clinics from memory.scope.restriction)
    or coalesce(
        own_provider in (
            select line.provider_npi
            from warehouse.mart.line
            group by line.provider_npi
            having bool_and(is_clinic_shown(line.payee_npi))
        ),
        false
    );
