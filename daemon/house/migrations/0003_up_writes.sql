-- A change says by field what is wanted and what the PMS had, so that each field can be merged by itself.
DROP VIEW arrival_now;
DROP VIEW stay_now;
DROP VIEW room_now;
DROP VIEW staff_user;
CREATE TEMP TABLE kept AS SELECT * FROM main.change;
DROP TABLE main.change;
CREATE TABLE change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    uid BLOB NOT NULL UNIQUE,                -- made on the device: applied once
    kind TEXT NOT NULL,                      -- a word of daemon/journal/kinds.cpp
    subject_uid BLOB NOT NULL,               -- the room, stay, guest, task, note …; what a change creates has the change's own id
    about_uid BLOB,                          -- what a created thing belongs to: the note's stay, the block's room
    depends_uid BLOB,                        -- the subject whose earlier open changes go first
    value TEXT NOT NULL,                     -- a JSON object: what is wanted, by field; null clears
    base TEXT NOT NULL,                      -- the same for what the PMS had when it was accepted
    base_utc_ms INTEGER NOT NULL,            -- up to when the PMS is known to have had it
    lost TEXT NOT NULL,                      -- the PMS's values of fields that lost against them
    beaten TEXT NOT NULL,                    -- the PMS's values that were set aside for ours
    pms_uid BLOB,                            -- what the PMS made of it
    device TEXT NOT NULL, made_by TEXT NOT NULL, made_utc_ms INTEGER NOT NULL, accepted_utc_ms INTEGER NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('Ready', 'InFlight', 'Unknown', 'Confirmed', 'BoxOnly', 'Replaced', 'Refused')),
    stage_utc_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_utc_ms INTEGER NOT NULL,
    sent_utc_ms INTEGER,                     -- of the last attempt
    reason TEXT NOT NULL,
    dismissed INTEGER NOT NULL               -- 1: a person has taken note of the refusal or replacement
) STRICT;
INSERT INTO main.change (seq, uid, kind, subject_uid, about_uid, depends_uid, value, base, base_utc_ms, lost, beaten, pms_uid, device, made_by, made_utc_ms,
                         accepted_utc_ms, stage, stage_utc_ms, attempts, next_attempt_utc_ms, sent_utc_ms, reason, dismissed)
    SELECT seq, uid, kind, subject_uid, NULL, depends_uid,
           CASE kind WHEN 'SetRoomState' THEN json_object('State', value)
                     WHEN 'SetGuestWaiting' THEN json_object('Waiting', value) ELSE '{}' END,
           CASE kind WHEN 'SetRoomState' THEN json_object('State', base)
                     WHEN 'CheckIn' THEN json_object('State', base) ELSE '{}' END,
           0, '{}', '{}', NULL, device, made_by, made_utc_ms, accepted_utc_ms, stage, stage_utc_ms, attempts, next_attempt_utc_ms, sent_utc_ms,
           reason, dismissed
    FROM temp.kept ORDER BY seq;
DROP TABLE temp.kept;
CREATE INDEX change_open ON change (kind, seq) WHERE stage IN ('Ready', 'InFlight', 'Unknown');
CREATE INDEX change_subject ON change (subject_uid, seq);
CREATE INDEX change_about ON change (about_uid, seq) WHERE about_uid IS NOT NULL;
CREATE INDEX change_stage ON change (stage, dismissed, accepted_utc_ms);

-- Each row carries the hash of itself and of the row before: what is taken out or altered shows. Rows of version 2 have none.
CREATE TEMP TABLE kept AS SELECT * FROM main.audit;
DROP TABLE main.audit;
CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,                 -- without gaps
    at_utc_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,                     -- a person's name, 'Mews', or 'stayd'
    device TEXT NOT NULL,
    change_uid BLOB,
    kind TEXT NOT NULL,                      -- of the subject: 'Room', 'Stay', 'Guest' …, or the PMS's list
    subject_uid BLOB NOT NULL,
    about_uid BLOB,                          -- what it belongs to: the note's stay, the document's guest
    what TEXT NOT NULL,                      -- 'SetRoomState', 'Confirmed', 'Changed' …
    before TEXT NOT NULL, after TEXT NOT NULL, remote TEXT NOT NULL,
    why TEXT NOT NULL,                       -- for people
    rule TEXT NOT NULL,                      -- the rule that decided, 'R28'
    hash BLOB
) STRICT;
INSERT INTO main.audit (seq, at_utc_ms, actor, device, change_uid, kind, subject_uid, about_uid, what, before, after, remote, why, rule, hash)
    SELECT seq, at_utc_ms, actor, device, change_uid, '', subject_uid, NULL, what, before, after, '', '', '', NULL FROM temp.kept ORDER BY seq;
DROP TABLE temp.kept;
CREATE INDEX audit_subject ON audit (subject_uid, seq);
CREATE INDEX audit_about ON audit (about_uid, seq) WHERE about_uid IS NOT NULL;
CREATE INDEX audit_actor ON audit (actor, seq);
CREATE INDEX audit_change ON audit (change_uid, seq) WHERE change_uid IS NOT NULL;
CREATE TABLE audit_chain (                   -- one row: where the chain runs; what is cut off at its end shows
    id INTEGER PRIMARY KEY CHECK (id = 1),
    begin_seq INTEGER NOT NULL, begin_hash BLOB NOT NULL, -- the row before its first: let go, or of version 2
    end_seq INTEGER NOT NULL, end_hash BLOB NOT NULL      -- the row that was written last
) STRICT;
INSERT INTO audit_chain SELECT 1, coalesce(max(seq), 0), zeroblob(32), coalesce(max(seq), 0), zeroblob(32) FROM audit;
CREATE TRIGGER audit_is_not_altered BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit is not altered'); END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
    WHEN OLD.at_utc_ms > (SELECT at_utc_ms FROM audit ORDER BY seq DESC LIMIT 1) - 400 * 86400000
BEGIN SELECT raise(ABORT, 'the audit is kept for 400 days'); END;

-- The PMS's truth with the open staff changes laid over it: what staff see.
CREATE VIEW room_now AS
    SELECT resource.*,
           CASE WHEN EXISTS (SELECT 1 FROM change WHERE about_uid = resource.uid AND kind = 'BlockRoom'
                               AND stage IN ('Ready', 'InFlight', 'Unknown') AND value ->> 'Type' = 'OutOfOrder'
                               AND unixepoch(value ->> 'Start') * 1000 <= accepted_utc_ms) THEN 'OutOfOrder'
                ELSE coalesce((SELECT value ->> 'State' FROM change WHERE subject_uid = resource.uid AND kind = 'SetRoomState'
                       AND stage IN ('Ready', 'InFlight', 'Unknown') ORDER BY seq DESC LIMIT 1), state) END AS state_now
    FROM resource WHERE kind = 'Space' AND is_active;
CREATE VIEW stay_now AS
    SELECT reservation.*,
           CASE WHEN state IN ('Confirmed', 'Started') AND EXISTS (
                    SELECT 1 FROM change WHERE subject_uid = reservation.uid AND kind = 'CheckOut'
                       AND stage IN ('Ready', 'InFlight', 'Unknown')) THEN 'Processed'
                WHEN state = 'Confirmed' AND EXISTS (
                    SELECT 1 FROM change WHERE subject_uid = reservation.uid AND kind = 'CheckIn'
                       AND stage IN ('Ready', 'InFlight', 'Unknown')) THEN 'Started'
                ELSE state END AS state_now,
           coalesce((SELECT about_uid FROM change WHERE subject_uid = reservation.uid AND kind = 'MoveStay'
                        AND stage IN ('Ready', 'InFlight', 'Unknown') ORDER BY seq DESC LIMIT 1), assigned_resource_uid) AS room_uid_now,
           coalesce((SELECT unixepoch(value ->> 'Start') * 1000 FROM change WHERE subject_uid = reservation.uid AND kind = 'SetStayTimes'
                        AND stage IN ('Ready', 'InFlight', 'Unknown') ORDER BY seq DESC LIMIT 1), scheduled_start_utc_ms) AS start_now_utc_ms,
           coalesce((SELECT unixepoch(value ->> 'End') * 1000 FROM change WHERE subject_uid = reservation.uid AND kind = 'SetStayTimes'
                        AND stage IN ('Ready', 'InFlight', 'Unknown') ORDER BY seq DESC LIMIT 1), scheduled_end_utc_ms) AS end_now_utc_ms
    FROM reservation;
-- Today's arrivals board: due today, still expected from up to three days before, or arrived today.
CREATE VIEW arrival_now AS
    SELECT stay.*, room.name AS room_name, room.state_now AS room_state,
           EXISTS (SELECT 1 FROM stay_now AS other
                    WHERE other.assigned_resource_uid = stay.room_uid_now AND other.room_uid_now = stay.room_uid_now
                      AND other.state IN ('Started', 'Confirmed') AND other.state_now = 'Started' AND other.uid <> stay.uid)
           OR EXISTS (SELECT 1 FROM change AS moved JOIN stay_now AS other ON other.uid = moved.subject_uid
                       WHERE moved.about_uid = stay.room_uid_now AND moved.kind = 'MoveStay'
                         AND moved.stage IN ('Ready', 'InFlight', 'Unknown') AND other.room_uid_now = stay.room_uid_now
                         AND other.state_now = 'Started' AND other.uid <> stay.uid) AS room_occupied,
           waiting.since_utc_ms AS waiting_since_utc_ms, waiting.display_code
    FROM house
    JOIN stay_now AS stay
      ON stay.scheduled_start_utc_ms < house.business_day_end_utc_ms
     AND ((stay.state IN ('Confirmed', 'Optional', 'Requested', 'Inquired')
           AND stay.scheduled_start_utc_ms >= house.business_day_start_utc_ms - 3 * 86400000
           AND stay.scheduled_end_utc_ms > house.business_day_start_utc_ms)
       OR (stay.state = 'Started'
           AND coalesce(stay.actual_start_utc_ms, stay.scheduled_start_utc_ms) >= house.business_day_start_utc_ms))
    LEFT JOIN room_now AS room ON room.uid = stay.room_uid_now
    LEFT JOIN guest_waiting AS waiting ON waiting.reservation_uid = stay.uid;
CREATE VIEW staff_user AS
    SELECT NULL AS uid, NULL AS mews_id, made_by AS name, NULL AS synced_utc_ms,
           min(accepted_utc_ms) AS first_seen_utc_ms, max(accepted_utc_ms) AS last_seen_utc_ms
    FROM change GROUP BY made_by;
