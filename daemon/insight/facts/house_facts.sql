-- What is known of the house as a whole: one row, its uid is nil. What only the process knows comes as a record of the
-- nil uid and is NULL until something writes it: budget_pressed_since (milliseconds: since when more than 70 % of the
-- PMS's calls are used), devices_silent (number), duress_device_silent (any text but 'no'), pack_made (milliseconds),
-- pack_failures (number in a row).
CREATE TEMP VIEW house_facts AS
SELECT
    zeroblob(16) AS uid,
    property.line AS line, -- Unknown, Up, Down, Refused: the line to the PMS
    property.line_since_utc_ms AS line_since_utc_ms, -- milliseconds; NULL before the first call
    (SELECT min(complete_utc_ms) FROM stream WHERE list IN ('reservations', 'resources')) AS read_utc_ms, -- when stays
        -- and rooms were last read whole, the older of both; NULL: never
    (SELECT min(CASE WHEN attempts = 0 THEN max(accepted_utc_ms, next_attempt_utc_ms) ELSE accepted_utc_ms END)
       FROM change WHERE stage IN ('Ready', 'InFlight', 'Unknown')) AS waiting_since_utc_ms, -- since when the oldest
        -- change could have been sent; NULL: none waits
    (SELECT count(*) FROM change WHERE stage IN ('Ready', 'InFlight', 'Unknown')) AS waiting, -- changes that wait for
        -- the PMS
    (SELECT count(*) FROM change WHERE stage = 'Refused' AND dismissed = 0) AS refused, -- changes the PMS refused and
        -- nobody has taken note of
    (SELECT coalesce(sum(sweep_differences), 0) FROM stream) AS differences, -- rows in which the copy differed when it
        -- was last compared whole
    (SELECT coalesce(sum(sweep_differences), 0) FROM stream WHERE list = 'reservations') AS stay_differences, -- of
        -- those, stays
    abs(house.clock_offset_ms) AS clock_skew_ms, -- between the PMS's clock and the box's; what NTP says is not known
        -- here
    (SELECT CAST(value AS INTEGER) FROM record WHERE subject_uid = zeroblob(16) AND name = 'budget_pressed_since')
        AS budget_pressed_since_utc_ms, -- since when over 70 % of the calls are used; NULL: not so, or not known (the
        -- process will record it)
    pickup.until_utc_ms AS pickup_until_utc_ms, -- end of the last whole quarter of the day, milliseconds; NULL: none is
        -- over yet
    (SELECT count(*) FROM reservation WHERE created_utc_ms >= pickup.until_utc_ms - hours(6)
        AND created_utc_ms < pickup.until_utc_ms) AS pickup, -- stays booked in that quarter
    (SELECT min(many) FROM (
        SELECT (SELECT count(*) FROM reservation
                 WHERE created_utc_ms >= pickup.until_utc_ms - hours(6) - days(7 * weeks.ago)
                   AND created_utc_ms < pickup.until_utc_ms - days(7 * weeks.ago)) AS many
          FROM (SELECT 1 AS ago UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
                UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8) AS weeks)) AS usual_pickup, -- fewest
        -- booked in the same quarter of the last 8 weeks
    (SELECT CAST(value AS INTEGER) FROM record WHERE subject_uid = zeroblob(16) AND name = 'devices_silent')
        AS devices_silent, -- devices without a sign of life in a shift; NULL: not known (presence will record it)
    EXISTS (SELECT 1 FROM record WHERE subject_uid = zeroblob(16) AND name = 'duress_device_silent' AND value <> 'no')
        AS duress_device_silent, -- 1: one of them can call for help (presence will record it)
    (SELECT CAST(value AS INTEGER) FROM record WHERE subject_uid = zeroblob(16) AND name = 'pack_made')
        AS pack_made_utc_ms, -- when the downtime pack was last made, milliseconds; NULL: never (the pack will record
        -- it)
    coalesce((SELECT CAST(value AS INTEGER) FROM record WHERE subject_uid = zeroblob(16) AND name = 'pack_failures'), 0)
        AS pack_failures -- times in a row that making it failed (the pack will record it)
FROM property
JOIN house
JOIN (SELECT CASE WHEN due(day_start_utc_ms + hours(18)) THEN day_start_utc_ms + hours(18)
                  WHEN due(day_start_utc_ms + hours(12)) THEN day_start_utc_ms + hours(12)
                  WHEN due(day_start_utc_ms + hours(6)) THEN day_start_utc_ms + hours(6) END AS until_utc_ms
        FROM property) AS pickup;
