-- Who is still to come and to go today, and how ready the house is for them (hotel-domain.md 11).
WITH
expected AS MATERIALIZED (
    SELECT arrival.state_now, readiness.value ->> 'state' AS board
    FROM arrival_now AS arrival LEFT JOIN readiness ON readiness.stay_uid = arrival.uid
    WHERE arrival.state_now IN ('Confirmed', 'Started')),
today AS MATERIALIZED (
    SELECT (SELECT count(*) FROM expected WHERE state_now = 'Confirmed') AS to_come,
        (SELECT count(*) FROM expected) AS arrivals,
        (SELECT count(*) FROM stay_now
          WHERE uid IN (SELECT uid FROM reservation WHERE state = 'Started'
                         UNION SELECT subject_uid FROM change WHERE kind = 'CheckIn' AND stage IN ('Ready', 'InFlight', 'Unknown'))
            AND state_now = 'Started' AND end_now_utc_ms < property.day_end_utc_ms) AS to_go,
        (SELECT count(*) FROM expected WHERE board IS NOT NULL) AS judged,
        (SELECT count(*) FROM expected WHERE board IN ('Ready', 'CallNow', 'CheckedIn')) AS ready,
        (SELECT complete_utc_ms FROM stream WHERE list = 'reservations') AS stays_as_of,
        (SELECT CASE WHEN count(complete_utc_ms) = 2 THEN min(complete_utc_ms) END FROM stream
          WHERE list IN ('reservations', 'resources')) AS as_of
    FROM property)
SELECT 'arrivals_remaining' AS name, 'stays' AS unit, 1 AS parts, to_come AS value, arrivals AS subjects,
       stays_as_of AS as_of_utc_ms,
       'stays due in today, or overdue for up to three days, that are not in house yet' AS says, '' AS waits_for FROM today
UNION ALL SELECT 'departures_remaining', 'stays', 1, to_go, to_go, stays_as_of,
       'stays in house that are due out today, or were before', '' FROM today
UNION ALL SELECT 'ready_rate', 'percent', 100, (ready * 10000 + judged / 2) / nullif(judged, 0), judged, as_of,
       'arrivals of today whose room and papers are ready, or who have checked in, of all that are judged', '' FROM today
UNION ALL SELECT 'ready_rate_at_default_start', 'percent', 100, NULL, 0, NULL,
       'the ready rate at the minute of the usual arrival',
       'a record of the board at that minute: the box keeps how ready an arrival is, not how ready it was' FROM today
WHERE :now > 0
