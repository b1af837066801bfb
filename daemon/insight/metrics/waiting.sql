-- What hotel-domain.md 11 asks for and the box has no data of yet. insight/README.md lists them too.
WITH missing (name, unit, says, waits_for) AS (VALUES
    ('first_pass_yield', 'percent', 'rooms that passed their first inspection, of those inspected',
     'inspections with their outcome: a room set back to Dirty does not say why'),
    ('queue_wait', 'minutes', 'a guest waits until the room is ready',
     'a record of when the room of a waiting guest became ready'),
    ('minutes_per_service', 'minutes', 'working time of a service, by class', 'intervals in which attendants are at work'),
    ('credits_per_shift', 'credits', 'work done in a shift, by attendant', 'shifts, and who has which room'),
    ('refusal_rate', 'percent', 'services refused or not to be disturbed, of those planned', 'a plan of services'),
    ('reopen_rate', 'percent', 'tasks opened again within seven days, of those done', 'tasks that can be opened again'),
    ('first_time_fix', 'percent', 'defects mended at the first visit', 'work orders'),
    ('alert_health', 'percent', 'alerts delivered, taken and ignored', 'alerts to single people'),
    ('pack_age', 'minutes', 'since the downtime pack was made', 'the downtime pack'),
    ('minutes_by_mode', 'minutes', 'time in each mode of an outage', 'a record of the states of the line'),
    ('drill_date', 'days', 'since the last drill', 'drills'))
SELECT name, unit, 1 AS parts, NULL AS value, 0 AS subjects, NULL AS as_of_utc_ms, says, waits_for
FROM missing WHERE :now > 0
