-- What is known of a room, once for all rules (hotel-domain.md 0.4), staff's waiting changes in it. Beds of a dorm are
-- rooms of their own here: what happens in a bed is not told of its room.
-- As in stay_facts, nothing depends on the time of asking but through `due`, and the same defaults stand for the plan of
-- attendants: the room is ready at max(now, vacated_utc_ms) + ready_minutes.
-- Facts that only staff know (table `record`, by the room's uid): attendant_saw ('Vacant' or 'Occupied'),
-- attendant_count and attendant_count_before (persons seen at the last service and the one before), dnd_since,
-- staff_contact, serviced, flushed (milliseconds), block_work_open, repeated_defect (any text but 'no'); by the stay's
-- uid service_plan, eta, agreed_departure as in stay_facts.
CREATE TEMP VIEW room_facts AS
SELECT
    known.uid AS uid,
    known.room AS room, -- its number
    known.floor AS floor, -- as the PMS writes it; NULL: none
    known.category AS category, -- NULL: none
    known.state AS state, -- Dirty, Clean, Inspected, OutOfService, OutOfOrder
    known.state_since_utc_ms AS state_since_utc_ms, -- when it got that state, as far as the audit goes back, else when
        -- the PMS last changed it; milliseconds
    known.fourth_change_utc_ms AS fourth_change_utc_ms, -- the fourth-last change of its state, milliseconds; NULL:
        -- fewer
    known.last_change_utc_ms AS last_change_utc_ms, -- the last one, milliseconds; NULL: none
    known.occupant_uid IS NOT NULL AS occupied, -- 1: a guest in house has it
    known.occupant_uid IS NULL AND known.block_end_utc_ms IS NULL AS vacant, -- 1: nobody has it, and no block that has
        -- begun
    occupant.number AS occupant_number, -- of the stay that is in it; NULL: none
    occupant.persons AS head_count, -- persons of that stay; NULL: none
    known.occupied_since_utc_ms AS occupied_since_utc_ms, -- when its guest checked in, milliseconds; NULL: none
    known.etd_utc_ms AS etd_utc_ms, -- when its guest leaves, milliseconds; NULL: none
    known.left_utc_ms AS left_utc_ms, -- when its last guest left, milliseconds; NULL: nobody did
    CASE WHEN known.occupant_uid IS NULL
         THEN max(known.left_utc_ms, coalesce(known.flushed_utc_ms, 0), coalesce(known.serviced_utc_ms, 0)) END
        AS unused_since_utc_ms, -- last departure, flush or service, milliseconds; NULL: occupied, or none is known
    CASE WHEN known.occupant_uid IS NULL THEN NULL
         WHEN due(known.etd_utc_ms + minutes(30) + 1) THEN known.etd_utc_ms + minutes(45)
         ELSE known.etd_utc_ms END AS vacated_utc_ms, -- when it is expected to be left; NULL: nobody is in it
    known.state = 'Inspected' AND known.occupant_uid IS NULL AND known.block_end_utc_ms IS NULL AS ready, -- 1: a guest
        -- may have it now
    CASE WHEN known.occupant_uid IS NULL AND known.state = 'Inspected' THEN 0
         WHEN known.occupant_uid IS NULL AND known.state = 'Clean' THEN 6 + 15
         ELSE known.clean_minutes + 6 + 15 + 20 END AS ready_minutes, -- work and waiting until it is ready, once it is
        -- vacant
    known.clean_minutes + 6 AS turn_minutes, -- cleaning and inspection after a departure
    next.number AS next_number, -- of the next stay that arrives; NULL: none
    coalesce((SELECT CAST(value AS INTEGER) FROM record WHERE subject_uid = next.uid AND name = 'eta'),
             next.start_now_utc_ms) AS next_eta_utc_ms, -- when that guest is expected, milliseconds; NULL: none
    coalesce(next.start_now_utc_ms < known.day_end_utc_ms, 0) AS arrival_today, -- 1: that is today, or was due before
    EXISTS (SELECT 1 FROM guest_waiting WHERE reservation_uid = next.uid) AS guest_waiting, -- 1: that guest stands at
        -- the desk
    known.block_end_utc_ms AS block_end_utc_ms, -- of the block that is on now, milliseconds; NULL: none
    known.out_of_order_end_utc_ms AS out_of_order_end_utc_ms, -- of the out-of-order block on now or next, milliseconds;
        -- NULL: none
    known.block_work_open AS block_work_open, -- 1: the work it is blocked for is not done (record; work orders will say
        -- it)
    hit.number AS blocked_number, -- of the first live stay in it that an out-of-order block overlaps; NULL: none
    hit.start_now_utc_ms AS blocked_start_utc_ms, -- when that begins, milliseconds; NULL: none
    hit.state_now = 'Started' AS blocked_in_house, -- 1: and its guest is in house; NULL: none
    CASE WHEN known.saw_utc_ms > coalesce(known.occupied_since_utc_ms, known.left_utc_ms, 0) THEN known.saw END
        AS attendant_saw, -- Vacant or Occupied, reported since the last guest came or left; NULL: no report
    CASE WHEN known.counted_utc_ms > known.occupied_since_utc_ms THEN known.counted END AS attendant_count, -- persons
        -- seen at the last service; NULL: not reported
    CASE WHEN known.counted_before_utc_ms > known.occupied_since_utc_ms THEN known.counted_before END
        AS attendant_count_before, -- persons seen at the service before that; NULL: not reported
    max(known.dnd_since_utc_ms, coalesce(known.contact_utc_ms, 0)) AS undisturbed_since_utc_ms, -- do-not-disturb or
        -- refusal, without contact since; NULL: none
    CASE WHEN known.occupant_uid IS NOT NULL THEN
        local_moment(local_date(max(known.occupied_since_utc_ms, coalesce(known.serviced_utc_ms, 0),
            CASE WHEN known.state IN ('Clean', 'Inspected') THEN known.state_since_utc_ms ELSE 0 END), known.zone),
            3 * 24 * 60, known.zone) END AS skip_limit_utc_ms, -- midnight after the third night without service,
        -- milliseconds; NULL: vacant
    known.service_plan AS service_plan, -- 1: a plan of services is recorded for its stay
    known.repeated_defect AS repeated_defect -- 1: the same defect again and again (record; work orders will say it)
FROM (
    SELECT DISTINCT room.*, category.name AS category, nullif(room.left_or_zero_ms, 0) AS left_utc_ms,
        CASE WHEN category.type = 'Suite' OR category.classification LIKE '%Suite' THEN 54
             WHEN category.classification = 'Family' THEN 39
             WHEN category.type = 'Dorm' OR category.classification = 'SharedOrDorm' THEN 15
             ELSE 30 END AS clean_minutes,
        (SELECT etd_utc_ms FROM stay_times WHERE uid = room.occupant_uid) AS etd_utc_ms,
        (SELECT coalesce(actual_start_utc_ms, (
                SELECT accepted_utc_ms FROM change WHERE subject_uid = reservation.uid AND kind = 'CheckIn'
                 ORDER BY seq DESC LIMIT 1), scheduled_start_utc_ms)
           FROM reservation WHERE uid = room.occupant_uid) AS occupied_since_utc_ms,
        (SELECT min(end_utc_ms) FROM (
            SELECT end_utc_ms FROM resource_block AS block
             WHERE resource_uid = room.uid AND end_utc_ms >= room.day_start_utc_ms AND is_active
               AND due(start_utc_ms) AND NOT due(end_utc_ms) AND NOT EXISTS (
                   SELECT 1 FROM change WHERE subject_uid = block.uid AND kind = 'EndBlock'
                      AND stage IN ('Ready', 'InFlight', 'Unknown'))
            UNION ALL
            SELECT unixepoch(value ->> 'End') * 1000 FROM change AS made
             WHERE about_uid = room.uid AND kind = 'BlockRoom' AND stage IN ('Ready', 'InFlight', 'Unknown')
               AND due(unixepoch(value ->> 'Start') * 1000) AND NOT due(unixepoch(value ->> 'End') * 1000)
               AND NOT EXISTS (SELECT 1 FROM change WHERE subject_uid = made.uid AND kind = 'EndBlock'
                      AND stage IN ('Ready', 'InFlight', 'Unknown')))) AS block_end_utc_ms,
        (SELECT min(end_utc_ms) FROM (
            SELECT end_utc_ms FROM resource_block AS block
             WHERE resource_uid = room.uid AND end_utc_ms >= room.day_start_utc_ms AND is_active
               AND type = 'OutOfOrder' AND NOT due(end_utc_ms) AND NOT EXISTS (
                   SELECT 1 FROM change WHERE subject_uid = block.uid AND kind = 'EndBlock'
                      AND stage IN ('Ready', 'InFlight', 'Unknown'))
            UNION ALL
            SELECT unixepoch(value ->> 'End') * 1000 FROM change AS made
             WHERE about_uid = room.uid AND kind = 'BlockRoom' AND stage IN ('Ready', 'InFlight', 'Unknown')
               AND value ->> 'Type' = 'OutOfOrder' AND NOT due(unixepoch(value ->> 'End') * 1000)
               AND NOT EXISTS (SELECT 1 FROM change WHERE subject_uid = made.uid AND kind = 'EndBlock'
                      AND stage IN ('Ready', 'InFlight', 'Unknown')))) AS out_of_order_end_utc_ms,
        EXISTS (SELECT 1 FROM record WHERE subject_uid = room.occupant_uid AND name = 'service_plan' AND value <> 'no')
            AS service_plan
    FROM room_base AS room
    LEFT JOIN resource_category AS category ON category.uid = (
        SELECT category_uid FROM resource_category_assignment
         WHERE resource_uid = room.uid AND is_active ORDER BY id LIMIT 1)
) AS known
LEFT JOIN stay_now AS occupant ON occupant.uid = known.occupant_uid
LEFT JOIN stay_now AS next ON next.uid = known.next_uid
LEFT JOIN stay_now AS hit ON hit.uid = known.hit_uid;
