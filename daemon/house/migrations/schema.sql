-- What the migrations beside this file lead to today. A test compares it with them.
CREATE TABLE house (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    epoch INTEGER NOT NULL,                  -- second of the first start: a store made anew has a greater one
    revision INTEGER NOT NULL,               -- counts changes of what is shown; versions of messages come from it
    line TEXT NOT NULL CHECK (line IN ('Unknown', 'Up', 'Down', 'Refused')),
    line_since_utc_ms INTEGER,
    line_cause TEXT NOT NULL,
    last_contact_utc_ms INTEGER,
    clock_offset_ms INTEGER NOT NULL,        -- the PMS's clock minus the box's
    business_day_start_utc_ms INTEGER NOT NULL,
    business_day_end_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE enterprise (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, chain_uid BLOB NOT NULL, name TEXT NOT NULL,
    time_zone TEXT NOT NULL, default_language_code TEXT NOT NULL, closing_offset_ms INTEGER NOT NULL,
    updated_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE service (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, is_active INTEGER NOT NULL, name TEXT NOT NULL,
    type TEXT NOT NULL, start_offset_ms INTEGER NOT NULL, end_offset_ms INTEGER NOT NULL,
    updated_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE resource (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, is_active INTEGER NOT NULL, name TEXT NOT NULL,
    state TEXT NOT NULL, kind TEXT NOT NULL, floor TEXT NOT NULL, parent_uid BLOB, updated_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE resource_category (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, service_uid BLOB NOT NULL, is_active INTEGER NOT NULL,
    name TEXT NOT NULL, short_name TEXT NOT NULL, type TEXT NOT NULL, ordering INTEGER NOT NULL,
    capacity INTEGER NOT NULL
) STRICT;
CREATE TABLE resource_category_assignment (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, is_active INTEGER NOT NULL, resource_uid BLOB NOT NULL,
    category_uid BLOB NOT NULL, updated_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX resource_category_assignment_resource ON resource_category_assignment (resource_uid);
CREATE TABLE age_category (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, service_uid BLOB NOT NULL, is_active INTEGER NOT NULL,
    name TEXT NOT NULL, classification TEXT NOT NULL, updated_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE department (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, is_active INTEGER NOT NULL, name TEXT NOT NULL,
    updated_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE reservation (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, service_uid BLOB NOT NULL, account_uid BLOB NOT NULL,
    account_type TEXT NOT NULL, group_uid BLOB NOT NULL, number TEXT NOT NULL, state TEXT NOT NULL,
    requested_category_uid BLOB NOT NULL, assigned_resource_uid BLOB, assigned_resource_locked INTEGER NOT NULL,
    scheduled_start_utc_ms INTEGER NOT NULL, scheduled_end_utc_ms INTEGER NOT NULL, actual_start_utc_ms INTEGER,
    actual_end_utc_ms INTEGER, persons INTEGER NOT NULL, created_utc_ms INTEGER NOT NULL,
    updated_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX reservation_room ON reservation (assigned_resource_uid, state);
CREATE INDEX reservation_start ON reservation (state, scheduled_start_utc_ms);
CREATE INDEX reservation_end ON reservation (state, scheduled_end_utc_ms);
CREATE INDEX reservation_account ON reservation (account_uid);
CREATE TABLE companionship (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, customer_uid BLOB NOT NULL,
    reservation_group_uid BLOB NOT NULL, reservation_uid BLOB
) STRICT;
CREATE INDEX companionship_reservation ON companionship (reservation_uid);
CREATE TABLE customer (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, number TEXT NOT NULL, first_name TEXT, last_name TEXT NOT NULL,
    second_last_name TEXT, title TEXT, nationality_code TEXT, language_code TEXT, email TEXT, phone TEXT,
    classifications TEXT NOT NULL,           -- the PMS's words between blanks: ' VeryImportant Returning '
    merge_target_uid BLOB, is_active INTEGER NOT NULL, updated_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX customer_merge ON customer (merge_target_uid) WHERE merge_target_uid IS NOT NULL;
CREATE INDEX companionship_customer ON companionship (customer_uid);
CREATE TABLE pms_task (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, name TEXT NOT NULL, description TEXT NOT NULL,
    department_uid BLOB, service_order_uid BLOB, created_utc_ms INTEGER NOT NULL, deadline_utc_ms INTEGER NOT NULL,
    closed_utc_ms INTEGER
) STRICT;
CREATE TABLE stream (                        -- one list we follow
    name TEXT PRIMARY KEY,                   -- as in the PMS's path
    watermark_utc_ms INTEGER,                -- start of the last complete read; NULL before the first
    complete_utc_ms INTEGER,                 -- end of it
    trouble TEXT NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE INDEX change_open ON change (kind, seq) WHERE stage IN ('Ready', 'InFlight', 'Unknown');
CREATE INDEX change_subject ON change (subject_uid, seq);
CREATE INDEX change_stage ON change (stage, dismissed, accepted_utc_ms);
CREATE TABLE audit (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at_utc_ms INTEGER NOT NULL, actor TEXT NOT NULL, device TEXT NOT NULL,
    change_uid BLOB, subject_uid BLOB NOT NULL, what TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL
) STRICT;
CREATE TABLE task (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, title TEXT NOT NULL, description TEXT NOT NULL,
    department_uid BLOB, room_uid BLOB, priority INTEGER NOT NULL CHECK (priority BETWEEN 1 AND 4),
    stage TEXT NOT NULL CHECK (stage IN ('New', 'Accepted', 'Done')), assignee TEXT NOT NULL,
    created_utc_ms INTEGER NOT NULL, created_by TEXT NOT NULL, due_utc_ms INTEGER NOT NULL, done_utc_ms INTEGER,
    done_by TEXT NOT NULL, pms_uid BLOB UNIQUE
) STRICT;
CREATE INDEX task_stage ON task (stage, due_utc_ms);
CREATE TABLE guest_waiting (
    reservation_uid BLOB PRIMARY KEY, since_utc_ms INTEGER NOT NULL, display_code TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE shown (
    kind INTEGER NOT NULL, uid BLOB NOT NULL, revision INTEGER NOT NULL, PRIMARY KEY (kind, uid)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX shown_revision ON shown (revision);
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
