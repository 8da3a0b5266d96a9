-- grain:    one row per table, column and value that the rules do not know
-- key:      table_name, column_name, found
-- units:    lines counts rows
-- source:   mart.line, mart.line_position, mart.threshold_crossing, mart.provider_kx, mart.denial, mart.file
-- severity: critical
-- title:    Pools, positions, findings, categories and states hold only what the rules know

with found_value as (

    select
        'mart.line' as table_name,
        'pool' as column_name,
        coalesce(line.pool, '') as found,
        count(*) as lines
    from mart.line
    group by line.pool
    union all
    select
        'mart.line' as table_name,
        'discipline' as column_name,
        coalesce(line.discipline, '') as found,
        count(*) as lines
    from mart.line
    group by line.discipline
    union all
    select
        'mart.line' as table_name,
        'allowed_basis' as column_name,
        coalesce(line.allowed_basis, '?') as found,
        count(*) as lines
    from mart.line
    group by line.allowed_basis
    union all
    select
        'mart.line_position' as table_name,
        'kx_position' as column_name,
        coalesce(line_position.kx_position, '?') as found,
        count(*) as lines
    from mart.line_position
    group by line_position.kx_position
    union all
    select
        'mart.line_position' as table_name,
        'kx_finding' as column_name,
        coalesce(line_position.kx_finding, '?') as found,
        count(*) as lines
    from mart.line_position
    group by line_position.kx_finding
    union all
    select
        'mart.threshold_crossing' as table_name,
        'status' as column_name,
        coalesce(threshold_crossing.status, '?') as found,
        count(*) as lines
    from mart.threshold_crossing
    group by threshold_crossing.status
    union all
    select
        'mart.provider_kx' as table_name,
        'all_kx_category' as column_name,
        coalesce(provider_kx.all_kx_category, '?') as found,
        count(*) as lines
    from mart.provider_kx
    group by provider_kx.all_kx_category
    union all
    select
        'mart.denial' as table_name,
        'state' as column_name,
        coalesce(denial.state, '?') as found,
        count(*) as lines
    from mart.denial
    group by denial.state
    union all
    select
        'mart.file' as table_name,
        'status' as column_name,
        coalesce(file.status, '?') as found,
        count(*) as lines
    from mart.file
    group by file.status

),

listed as (

    values
    ('pool', 'PT_SLP OT '),
    ('discipline', 'PT OT SLP '),
    ('allowed_basis', 'amt_b6 export derived denied secondary cost'),
    ('kx_position', 'below crossing above'),
    ('kx_finding', 'on_time same_visit early early_unverified missing not_needed'),
    ('status', 'below approaching over_kx over_medical_review accepted duplicate refused'),
    ('all_kx_category', 'red_flag watch explained none'),
    ('state', 'duplicate recovered expired open')

),

-- a column that may be empty lists the empty text behind its last blank
known as (

    select
        listed.col0 as column_name,
        unnest(string_split(listed.col1, ' ')) as known_value
    from listed

)

select
    found_value.table_name,
    found_value.column_name,
    found_value.found,
    found_value.lines
from found_value
left join known
    on
        found_value.column_name = known.column_name
        and found_value.found = known.known_value
where known.known_value is null
