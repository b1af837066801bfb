-- How fast rooms are turned (hotel-domain.md 11): since yesterday's business day began, from the audit, whose rows have
-- numbers without gaps in the order of time. Of n values in order the median is the ((n+1)/2)th, the 90th percentile the
-- ((9n+9)/10)th.
WITH RECURSIVE
since AS MATERIALIZED (SELECT day_start_utc_ms - 86400000 AS at FROM property),
search (low, high) AS (
    SELECT coalesce((SELECT min(seq) FROM audit), 0), coalesce((SELECT max(seq) FROM audit), -1) + 1
    UNION ALL
    SELECT iif(at_utc_ms < since.at, (low + high) / 2 + 1, low), iif(at_utc_ms < since.at, high, (low + high) / 2)
    FROM search JOIN audit ON seq = (low + high) / 2 JOIN since WHERE low < high),
first_row AS MATERIALIZED (SELECT max(low) AS seq FROM search),
check_outs AS MATERIALIZED (
    SELECT room_uid, at FROM (
        SELECT stay.assigned_resource_uid AS room_uid,
               CASE WHEN stay.state = 'Processed' THEN min(stay.actual_end_utc_ms, coalesce(mine.accepted_utc_ms, stay.actual_end_utc_ms))
                    ELSE mine.accepted_utc_ms END AS at
        FROM since JOIN reservation AS stay ON stay.state IN ('Started', 'Processed')
            AND stay.scheduled_end_utc_ms >= since.at - 7 * 86400000
        LEFT JOIN change AS mine ON mine.seq = (
            SELECT min(seq) FROM change WHERE subject_uid = stay.uid AND kind = 'CheckOut'
               AND stage NOT IN ('Refused', 'Replaced')))
    WHERE room_uid IS NOT NULL AND at >= (SELECT at FROM since)),
turned AS MATERIALIZED (
    SELECT (SELECT min(at_utc_ms) FROM audit WHERE subject_uid = room_uid AND seq >= first_row.seq AND at_utc_ms >= at
               AND what IN ('SetRoomState', 'Changed') AND iif(json_valid(after), after ->> 'State', '') IN ('Clean', 'Inspected')) - at AS clean_ms,
        (SELECT min(at_utc_ms) FROM audit WHERE subject_uid = room_uid AND seq >= first_row.seq AND at_utc_ms >= at
            AND what IN ('SetRoomState', 'Changed') AND iif(json_valid(after), after ->> 'State', '') = 'Inspected') - at AS inspected_ms
    FROM first_row JOIN check_outs),
inspected AS MATERIALIZED (
    SELECT passed.at_utc_ms - (
        SELECT at_utc_ms FROM audit WHERE subject_uid = room.uid AND seq >= first_row.seq AND seq < passed.seq
           AND what IN ('SetRoomState', 'Changed') AND iif(json_valid(after), after ->> 'State', '') = 'Clean' ORDER BY seq DESC LIMIT 1) AS lag_ms
    FROM first_row JOIN room_now AS room JOIN audit AS passed
        ON passed.subject_uid = room.uid AND passed.seq >= first_row.seq
    WHERE passed.what IN ('SetRoomState', 'Changed') AND iif(json_valid(passed.after), passed.after ->> 'State', '') = 'Inspected'),
times (name, ms) AS (
    SELECT 'turnaround', clean_ms FROM turned WHERE clean_ms IS NOT NULL
    UNION ALL SELECT 'time_to_ready', inspected_ms FROM turned WHERE inspected_ms IS NOT NULL
    UNION ALL SELECT 'inspection_lag', lag_ms FROM inspected WHERE lag_ms IS NOT NULL),
ordered AS MATERIALIZED (
    SELECT name, ms, row_number() OVER (PARTITION BY name ORDER BY ms) AS place, count(*) OVER (PARTITION BY name) AS many
    FROM times),
asked (name, place, of, says) AS (VALUES
    ('turnaround', 'median', 'turnaround', 'check-out, here or in Mews, until the room is first Clean or better'),
    ('turnaround', 'p90', 'turnaround', 'the same: nine in ten took no longer'),
    ('time_to_ready', 'median', 'time_to_ready', 'check-out until the room is Inspected'),
    ('time_to_ready', 'p90', 'time_to_ready', 'the same: nine in ten took no longer'),
    ('inspection_lag', 'median', 'inspection_lag', 'Clean until Inspected'),
    ('inspection_lag', 'p90', 'inspection_lag', 'the same: nine in ten took no longer'))
SELECT asked.name || '_' || asked.place AS name, 'minutes' AS unit, 60000 AS parts,
       (SELECT ms FROM ordered WHERE ordered.name = asked.of
           AND ordered.place = iif(asked.place = 'median', (many + 1) / 2, (9 * many + 9) / 10)) AS value,
       (SELECT count(*) FROM ordered WHERE ordered.name = asked.of) AS subjects,
       (SELECT CASE WHEN count(complete_utc_ms) = 2 THEN min(complete_utc_ms) END FROM stream
         WHERE list IN ('reservations', 'resources')) AS as_of_utc_ms,
       asked.says || '; since yesterday''s business day began' AS says, '' AS waits_for
FROM asked WHERE :now > 0
