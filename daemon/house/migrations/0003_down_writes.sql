DROP VIEW arrival_now;
DROP VIEW stay_now;
DROP VIEW room_now;
DROP VIEW staff_user;
-- Version 2 does not know the kinds that came with version 3: those changes stay with version 3's copy of the file.
CREATE TEMP TABLE kept AS SELECT * FROM main.change;
DROP TABLE main.change;
CREATE TABLE change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    uid BLOB NOT NULL UNIQUE,                -- made on the device: applied once
    kind TEXT NOT NULL CHECK (kind IN ('SetRoomState', 'CreateTask', 'AcceptTask', 'CompleteTask', 'CheckIn',
                                       'SetGuestWaiting', 'DismissChange')),
    subject_uid BLOB NOT NULL,               -- the room, task, reservation or change it is about
    depends_uid BLOB,                        -- CheckIn: the room, whose open changes go first
    value TEXT NOT NULL,                     -- SetRoomState: the wanted state; SetGuestWaiting: '1' or '0'
    base TEXT NOT NULL,                      -- SetRoomState: the PMS's state it was made upon
    device TEXT NOT NULL, made_by TEXT NOT NULL, made_utc_ms INTEGER NOT NULL, accepted_utc_ms INTEGER NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('Ready', 'InFlight', 'Unknown', 'Confirmed', 'BoxOnly', 'Replaced', 'Refused')),
    stage_utc_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_utc_ms INTEGER NOT NULL,
    sent_utc_ms INTEGER,                     -- of the last attempt
    reason TEXT NOT NULL,
    dismissed INTEGER NOT NULL               -- 1: a person has taken note of the refusal or replacement
) STRICT;
INSERT INTO main.change (seq, uid, kind, subject_uid, depends_uid, value, base, device, made_by, made_utc_ms, accepted_utc_ms, stage,
                         stage_utc_ms, attempts, next_attempt_utc_ms, sent_utc_ms, reason, dismissed)
    SELECT seq, uid, kind, subject_uid, depends_uid,
           coalesce(CASE kind WHEN 'SetRoomState' THEN value ->> 'State' WHEN 'SetGuestWaiting' THEN value ->> 'Waiting' END, ''),
           coalesce(CASE WHEN kind IN ('SetRoomState', 'CheckIn') THEN base ->> 'State' END, ''),
           device, made_by, made_utc_ms, accepted_utc_ms, stage, stage_utc_ms, attempts, next_attempt_utc_ms, sent_utc_ms, reason, dismissed
    FROM temp.kept
    WHERE kind IN ('SetRoomState', 'CreateTask', 'AcceptTask', 'CompleteTask', 'CheckIn', 'SetGuestWaiting', 'DismissChange') ORDER BY seq;
DROP TABLE temp.kept;
CREATE INDEX change_open ON change (kind, seq) WHERE stage IN ('Ready', 'InFlight', 'Unknown');
CREATE INDEX change_subject ON change (subject_uid, seq);
CREATE INDEX change_stage ON change (stage, dismissed, accepted_utc_ms); -- covers the balance
DROP TABLE audit_chain;
DROP TRIGGER audit_is_kept;
DROP TRIGGER audit_is_not_altered;
CREATE TEMP TABLE kept AS SELECT * FROM main.audit;
DROP TABLE main.audit;
CREATE TABLE audit (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at_utc_ms INTEGER NOT NULL, actor TEXT NOT NULL, device TEXT NOT NULL,
    change_uid BLOB, subject_uid BLOB NOT NULL, what TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL
) STRICT;

-- Staff work (operations/).
INSERT INTO main.audit (seq, at_utc_ms, actor, device, change_uid, subject_uid, what, before, after)
    SELECT seq, at_utc_ms, actor, device, change_uid, subject_uid, what, before, after FROM temp.kept ORDER BY seq;
DROP TABLE temp.kept;
CREATE VIEW room_now AS
    SELECT resource.*,
           coalesce((SELECT value FROM change WHERE subject_uid = resource.uid AND kind = 'SetRoomState'
                       AND stage IN ('Ready', 'InFlight', 'Unknown') ORDER BY seq DESC LIMIT 1), state) AS state_now
    FROM resource WHERE kind = 'Space' AND is_active;
CREATE VIEW stay_now AS
    SELECT reservation.*,
           CASE WHEN state = 'Confirmed' AND uid IN (
                    SELECT subject_uid FROM change WHERE kind = 'CheckIn'
                       AND stage IN ('Ready', 'InFlight', 'Unknown'))
                THEN 'Started' ELSE state END AS state_now
    FROM reservation;
-- Today's arrivals board: due today, still expected from up to three days before, or arrived today.
CREATE VIEW arrival_now AS
    SELECT stay.*, room.name AS room_name, room.state_now AS room_state,
           EXISTS (SELECT 1 FROM stay_now AS other
                    WHERE other.assigned_resource_uid = stay.assigned_resource_uid
                      AND other.state IN ('Started', 'Confirmed') AND other.state_now = 'Started' AND other.uid <> stay.uid) AS room_occupied,
           waiting.since_utc_ms AS waiting_since_utc_ms, waiting.display_code
    FROM house
    JOIN stay_now AS stay
      ON stay.scheduled_start_utc_ms < house.business_day_end_utc_ms
     AND ((stay.state IN ('Confirmed', 'Optional', 'Requested', 'Inquired')
           AND stay.scheduled_start_utc_ms >= house.business_day_start_utc_ms - 3 * 86400000
           AND stay.scheduled_end_utc_ms > house.business_day_start_utc_ms)
       OR (stay.state = 'Started'
           AND coalesce(stay.actual_start_utc_ms, stay.scheduled_start_utc_ms) >= house.business_day_start_utc_ms))
    LEFT JOIN room_now AS room ON room.uid = stay.assigned_resource_uid
    LEFT JOIN guest_waiting AS waiting ON waiting.reservation_uid = stay.uid;
CREATE VIEW staff_user AS
    SELECT NULL AS uid, NULL AS mews_id, made_by AS name, NULL AS synced_utc_ms,
           min(accepted_utc_ms) AS first_seen_utc_ms, max(accepted_utc_ms) AS last_seen_utc_ms
    FROM change GROUP BY made_by;
