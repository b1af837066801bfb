-- For the other views: what the house is asked for everywhere, in one row.
CREATE TEMP VIEW property AS
SELECT house.business_day_start_utc_ms AS day_start_utc_ms, house.business_day_end_utc_ms AS day_end_utc_ms,
       house.line, house.line_since_utc_ms,
       coalesce(enterprise.time_zone, 'UTC') AS zone, coalesce(enterprise.closing_offset_ms, 0) AS closing_ms
FROM house LEFT JOIN enterprise ON enterprise.id = (SELECT id FROM enterprise ORDER BY id LIMIT 1);
