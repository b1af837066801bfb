-- How staff answer tasks (hotel-domain.md 11): of those done in the last seven days. The box knows no pauses of a task
-- yet, so none are excluded.
WITH
done AS MATERIALIZED (
    SELECT task.done_utc_ms - task.created_utc_ms AS resolution_ms,
        (SELECT min(at_utc_ms) FROM audit WHERE subject_uid = task.uid AND what = 'AcceptTask') - task.created_utc_ms
            AS response_ms,
        task.done_utc_ms <= task.due_utc_ms AS is_in_time
    FROM task WHERE task.stage = 'Done' AND task.due_utc_ms >= :now - 37 * 86400000
        AND task.done_utc_ms > :now - 7 * 86400000 AND task.done_utc_ms <= :now),
times (name, ms) AS (
    SELECT 'response', response_ms FROM done WHERE response_ms IS NOT NULL
    UNION ALL SELECT 'resolution', resolution_ms FROM done),
ordered AS MATERIALIZED (
    SELECT name, ms, row_number() OVER (PARTITION BY name ORDER BY ms) AS place, count(*) OVER (PARTITION BY name) AS many
    FROM times),
asked (name, place, says) AS (VALUES
    ('response', 'median', 'a task is made until somebody takes it'),
    ('response', 'p90', 'the same: nine in ten took no longer'),
    ('resolution', 'median', 'a task is made until it is done'),
    ('resolution', 'p90', 'the same: nine in ten took no longer'))
SELECT 'task_' || asked.name || '_' || asked.place AS name, 'minutes' AS unit, 60000 AS parts,
       (SELECT ms FROM ordered WHERE ordered.name = asked.name
           AND ordered.place = iif(asked.place = 'median', (many + 1) / 2, (9 * many + 9) / 10)) AS value,
       (SELECT count(*) FROM ordered WHERE ordered.name = asked.name) AS subjects, :now AS as_of_utc_ms,
       asked.says || '; of tasks done in the last seven days' AS says, '' AS waits_for
FROM asked
UNION ALL SELECT 'tasks_in_time', 'percent', 100,
       (SELECT (sum(is_in_time) * 10000 + count(*) / 2) / nullif(count(*), 0) FROM done), (SELECT count(*) FROM done), :now,
       'tasks done by when they were due, of those done in the last seven days', ''
UNION ALL SELECT 'tasks_open', 'tasks', 1, (SELECT count(*) FROM task WHERE stage <> 'Done'),
       (SELECT count(*) FROM task WHERE stage <> 'Done'), :now, 'tasks that are not done', ''
