-- For the other views: the blocks of rooms as staff see them, with theirs that wait for the PMS and without those they
-- ended. Asked by EXISTS and `room_uid = …` (see room_candidate.sql); both halves have columns of the same type for that.
CREATE TEMP VIEW block_now AS
SELECT resource_uid AS room_uid, type, start_utc_ms, end_utc_ms
FROM resource_block
WHERE is_active AND NOT EXISTS (
    SELECT 1 FROM change WHERE subject_uid = resource_block.uid AND kind = 'EndBlock'
       AND stage IN ('Ready', 'InFlight', 'Unknown'))
UNION ALL
SELECT about_uid, CAST(value ->> 'Type' AS TEXT), CAST(unixepoch(value ->> 'Start') * 1000 AS INTEGER),
       CAST(unixepoch(value ->> 'End') * 1000 AS INTEGER)
FROM change AS made
WHERE kind = 'BlockRoom' AND stage IN ('Ready', 'InFlight', 'Unknown') AND NOT EXISTS (
    SELECT 1 FROM change WHERE subject_uid = made.uid AND kind = 'EndBlock'
       AND stage IN ('Ready', 'InFlight', 'Unknown'));
