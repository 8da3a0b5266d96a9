select
    file_sha256,
    max(file_name) as file_name,
    max(reason) as reason,
    max(offered_at) as offered_at
from mart.file
where status = 'refused' and not list_contains($seen_files, file_sha256)
group by file_sha256
order by
    offered_at desc,
    file_name
