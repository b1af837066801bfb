-- For room_facts: a room, who is in it, who comes, and what staff recorded of it.
CREATE TEMP VIEW room_base AS
SELECT DISTINCT room.*, property.zone, property.day_start_utc_ms, property.day_end_utc_ms,
    (SELECT stay.uid FROM stay_now AS stay
      WHERE stay.uid IN (SELECT uid FROM room_candidate WHERE room_uid = room.uid)
        AND stay.room_uid_now = room.uid AND stay.state_now = 'Started'
      ORDER BY stay.end_now_utc_ms DESC LIMIT 1) AS occupant_uid,
    (SELECT stay.uid FROM stay_now AS stay
      WHERE stay.uid IN (SELECT uid FROM room_candidate WHERE room_uid = room.uid)
        AND stay.room_uid_now = room.uid AND stay.state_now = 'Confirmed'
        AND stay.end_now_utc_ms > property.day_start_utc_ms
      ORDER BY stay.start_now_utc_ms LIMIT 1) AS next_uid,
    (SELECT stay.uid FROM stay_now AS stay
      WHERE stay.uid IN (SELECT uid FROM room_candidate WHERE room_uid = room.uid)
        AND stay.room_uid_now = room.uid AND stay.state_now IN ('Optional', 'Confirmed', 'Started')
        AND stay.end_now_utc_ms > property.day_start_utc_ms
        AND EXISTS (SELECT 1 FROM block_now
             WHERE block_now.room_uid = room.uid AND block_now.type = 'OutOfOrder'
               AND block_now.start_utc_ms < stay.end_now_utc_ms AND block_now.end_utc_ms > stay.start_now_utc_ms
               AND NOT due(block_now.end_utc_ms))
      ORDER BY stay.start_now_utc_ms LIMIT 1) AS hit_uid,
    max(coalesce((SELECT coalesce(actual_end_utc_ms, scheduled_end_utc_ms) FROM reservation
                   WHERE assigned_resource_uid = room.uid AND state = 'Processed'
                   ORDER BY scheduled_end_utc_ms DESC LIMIT 1), 0),
        coalesce((SELECT max(accepted_utc_ms) FROM change
                   WHERE subject_uid IN (SELECT uid FROM room_candidate WHERE room_uid = room.uid)
                     AND kind = 'CheckOut' AND stage IN ('Ready', 'InFlight', 'Unknown')), 0))
        AS left_or_zero_ms,
    coalesce((SELECT at_utc_ms FROM audit WHERE subject_uid = room.uid AND what IN ('SetRoomState', 'Changed')
                 AND instr(after, '"State":') > 0 ORDER BY seq DESC LIMIT 1), room.updated_utc_ms) AS state_since_utc_ms,
    (SELECT at_utc_ms FROM audit WHERE subject_uid = room.uid AND what IN ('SetRoomState', 'Changed')
        AND instr(after, '"State":') > 0 ORDER BY seq DESC LIMIT 1) AS last_change_utc_ms,
    (SELECT at_utc_ms FROM audit WHERE subject_uid = room.uid AND what IN ('SetRoomState', 'Changed')
        AND instr(after, '"State":') > 0 ORDER BY seq DESC LIMIT 1 OFFSET 3) AS fourth_change_utc_ms,
    (SELECT value FROM record WHERE subject_uid = room.uid AND name = 'attendant_saw') AS saw,
    (SELECT made_utc_ms FROM record WHERE subject_uid = room.uid AND name = 'attendant_saw') AS saw_utc_ms,
    (SELECT CAST(value AS INTEGER) FROM record WHERE subject_uid = room.uid AND name = 'attendant_count') AS counted,
    (SELECT made_utc_ms FROM record WHERE subject_uid = room.uid AND name = 'attendant_count') AS counted_utc_ms,
    (SELECT CAST(value AS INTEGER) FROM record WHERE subject_uid = room.uid AND name = 'attendant_count_before')
        AS counted_before,
    (SELECT made_utc_ms FROM record WHERE subject_uid = room.uid AND name = 'attendant_count_before')
        AS counted_before_utc_ms,
    (SELECT CAST(value AS INTEGER) FROM record WHERE subject_uid = room.uid AND name = 'dnd_since') AS dnd_since_utc_ms,
    (SELECT CAST(value AS INTEGER) FROM record WHERE subject_uid = room.uid AND name = 'staff_contact') AS contact_utc_ms,
    (SELECT CAST(value AS INTEGER) FROM record WHERE subject_uid = room.uid AND name = 'serviced') AS serviced_utc_ms,
    (SELECT CAST(value AS INTEGER) FROM record WHERE subject_uid = room.uid AND name = 'flushed') AS flushed_utc_ms,
    EXISTS (SELECT 1 FROM record WHERE subject_uid = room.uid AND name = 'block_work_open' AND value <> 'no')
        AS block_work_open,
    EXISTS (SELECT 1 FROM record WHERE subject_uid = room.uid AND name = 'repeated_defect' AND value <> 'no')
        AS repeated_defect
FROM property
JOIN (SELECT DISTINCT uid, name AS room, floor, state_now AS state, updated_utc_ms FROM room_now) AS room;
