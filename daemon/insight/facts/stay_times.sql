-- For the other views: when a stay begins and ends, as staff and the PMS have it.
CREATE TEMP VIEW stay_times AS
SELECT uid, start_now_utc_ms AS start_utc_ms,
       coalesce((SELECT CAST(value AS INTEGER) FROM record WHERE subject_uid = stay_now.uid AND name = 'agreed_departure'),
                end_now_utc_ms) AS etd_utc_ms
FROM stay_now;
