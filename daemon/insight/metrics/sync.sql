-- How the box and the PMS stand to each other (hotel-domain.md 11).
WITH
sent AS MATERIALIZED (
    SELECT stage_utc_ms - accepted_utc_ms AS ms, row_number() OVER (ORDER BY stage_utc_ms - accepted_utc_ms) AS place,
           count(*) OVER () AS many
    FROM change WHERE stage = 'Confirmed' AND accepted_utc_ms > :now - 86400000 AND dismissed IN (0, 1)),
asked (name, place, says) AS (VALUES
    ('sync_lag_p50', 50, 'a change is accepted here until Mews has it; of the last 24 hours'),
    ('sync_lag_p99', 99, 'the same: 99 in a hundred took no longer')),
waiting AS MATERIALIZED (
    SELECT accepted_utc_ms FROM change WHERE stage IN ('Ready', 'InFlight', 'Unknown')),
stages AS MATERIALIZED (SELECT stage, count(*) AS many, sum(dismissed = 0) AS unread FROM change GROUP BY stage)
SELECT asked.name AS name, 'seconds' AS unit, 1000 AS parts,
       (SELECT ms FROM sent WHERE sent.place = (asked.place * many + 99) / 100) AS value,
       (SELECT count(*) FROM sent) AS subjects, :now AS as_of_utc_ms, asked.says AS says, '' AS waits_for FROM asked
UNION ALL SELECT 'outbox_depth', 'changes', 1, (SELECT count(*) FROM waiting), (SELECT count(*) FROM waiting), :now,
       'changes that wait for Mews', ''
UNION ALL SELECT 'outbox_age', 'seconds', 1000, (SELECT :now - min(accepted_utc_ms) FROM waiting),
       (SELECT count(*) FROM waiting), :now, 'since when the oldest of them was accepted; null: none waits', ''
UNION ALL SELECT 'conflicts_open', 'changes', 1, coalesce((SELECT unread FROM stages WHERE stage = 'Replaced'), 0),
       coalesce((SELECT many FROM stages WHERE stage = 'Replaced'), 0), :now,
       'changes that somebody in Mews won against, and nobody here has read so', ''
UNION ALL SELECT 'refused_open', 'changes', 1, coalesce((SELECT unread FROM stages WHERE stage = 'Refused'), 0),
       coalesce((SELECT many FROM stages WHERE stage = 'Refused'), 0), :now,
       'changes that Mews refused, and nobody here has read so', ''
UNION ALL SELECT 'intents_accepted', 'changes', 1, coalesce((SELECT sum(many) FROM stages), 0),
       coalesce((SELECT sum(many) FROM stages), 0), :now, 'changes of staff that the box has accepted, ever', ''
UNION ALL SELECT 'intents_applied', 'changes', 1,
       coalesce((SELECT sum(many) FROM stages WHERE stage IN ('Confirmed', 'BoxOnly')), 0),
       coalesce((SELECT sum(many) FROM stages), 0), :now, 'of those, in Mews or meant for the box alone', ''
UNION ALL SELECT 'reconcile_differences', 'rows', 1, coalesce((SELECT sum(sweep_differences) FROM stream), 0),
       (SELECT coalesce(sum(row_count), 0) FROM stream WHERE swept_utc_ms IS NOT NULL),
       (SELECT min(swept_utc_ms) FROM stream),
       'rows in which the copy differed from Mews when each list was last compared whole', ''
