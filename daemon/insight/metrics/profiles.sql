-- How complete the profiles of today's arrivals are (hotel-domain.md 11): of those of whom somebody is known.
WITH
judged AS MATERIALIZED (
    SELECT profile.value ->> 'score' AS score, profile.value ->> 'legal' AS legal
    FROM arrival_now AS arrival JOIN completeness AS profile ON profile.subject = 'stay' AND profile.uid = arrival.uid
    WHERE arrival.state_now IN ('Confirmed', 'Started')),
today AS MATERIALIZED (
    SELECT count(*) AS many, coalesce(sum(score), 0) AS points, coalesce(sum(legal = 100), 0) AS whole,
        (SELECT CASE WHEN count(complete_utc_ms) = 3 THEN min(complete_utc_ms) END FROM stream
          WHERE list IN ('reservations', 'customers', 'companionships')) AS as_of
    FROM judged)
SELECT 'completeness' AS name, 'points' AS unit, 100 AS parts, (points * 100 + many / 2) / nullif(many, 0) AS value,
       many AS subjects, as_of AS as_of_utc_ms, 'mean score, 0 to 100, of the profiles of today''s arrivals' AS says,
       '' AS waits_for FROM today
UNION ALL SELECT 'legal_complete', 'percent', 100, (whole * 10000 + many / 2) / nullif(many, 0), many, as_of,
       'arrivals of today with all that the law asks for of everybody who stays', '' FROM today
WHERE :now > 0
