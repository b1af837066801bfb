-- What is known of a task, once for all rules (hotel-domain.md 5.1, 5.2). The box keeps three stages of a task, and no
-- pauses yet: the clock of its targets runs from its making.
CREATE TEMP VIEW task_facts AS
SELECT
    task.uid AS uid,
    task.stage AS stage, -- New, Accepted, Done
    task.priority AS priority, -- 1 emergency, 2 urgent, 3 normal, 4 planned
    department.name AS department, -- who does it; NULL: nobody in particular
    task.room_uid AS room_uid, -- where; NULL: in no room
    room.name AS room, -- its number; NULL: in no room
    task.created_by = '' AS from_pms, -- 1: it came from the PMS
    task.assignee <> '' AS assigned, -- 1: somebody has taken it
    task.created_utc_ms AS created_utc_ms, -- milliseconds
    task.due_utc_ms AS due_utc_ms, -- milliseconds
    task.done_utc_ms AS done_utc_ms, -- milliseconds; NULL: it is not
    CASE WHEN task.stage = 'New' THEN
        CASE task.priority WHEN 1 THEN task.created_utc_ms + minutes(2) WHEN 2 THEN task.created_utc_ms + minutes(5)
                           WHEN 3 THEN task.created_utc_ms + minutes(15) END END AS accept_by_utc_ms, -- NULL: taken, or
        -- planned work
    CASE WHEN task.stage <> 'Done' THEN
        CASE task.priority WHEN 1 THEN task.created_utc_ms + minutes(15) WHEN 2 THEN task.created_utc_ms + minutes(30)
                           ELSE task.due_utc_ms END END AS done_by_utc_ms, -- NULL: it is done
    (SELECT number FROM stay_now
      WHERE uid IN (SELECT uid FROM room_candidate WHERE room_uid = task.room_uid)
        AND room_uid_now = task.room_uid AND state_now = 'Started'
      ORDER BY end_now_utc_ms DESC LIMIT 1) AS occupant_number, -- of the stay that is in the room; NULL: none
    sale.value ->> 'Name' AS sold, -- the offer that a guest accepted and this task delivers; NULL: none
    CAST(sale.value ->> 'Price' AS INTEGER) AS sold_minor, -- what it costs the guest, in the smallest coins of its currency
    sale.value ->> 'Currency' AS sold_currency, -- such as EUR
    buyer.number AS sold_to -- the reservation's number
FROM task
LEFT JOIN change AS made ON made.uid = task.uid AND made.kind = 'CreateTask'
LEFT JOIN change AS sale ON sale.uid = made.cause_uid AND sale.kind = 'DecideOpportunity'
LEFT JOIN reservation AS buyer ON buyer.uid = sale.about_uid
LEFT JOIN department ON department.uid = task.department_uid
LEFT JOIN resource AS room ON room.uid = task.room_uid;
