-- What the migrations beside this file and the entries of model/lists*.cpp lead to today. A test compares it with
-- them.
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
CREATE TABLE stream (                        -- one list we follow, and how fresh it is
    list TEXT PRIMARY KEY,                   -- 'reservations'
    row_count INTEGER NOT NULL DEFAULT 0,    -- in the mirror
    generation INTEGER NOT NULL DEFAULT 1,   -- grows when the list is read anew from nothing
    watermark_utc_ms INTEGER,                -- start of the last complete read; NULL before the first
    complete_utc_ms INTEGER,                 -- end of it
    scan_began_utc_ms INTEGER,               -- NULL: no read of the whole scope is under way
    scan_step INTEGER NOT NULL DEFAULT 0,    -- between reads: behind the last parent whose rows were read
    scan_steps INTEGER NOT NULL DEFAULT 0,
    scan_calls INTEGER NOT NULL DEFAULT 0,
    scan_rows INTEGER NOT NULL DEFAULT 0,
    scan_changed INTEGER NOT NULL DEFAULT 0,
    scan_cursor TEXT,
    scan_saved_utc_ms INTEGER NOT NULL DEFAULT 0,
    swept_utc_ms INTEGER,                    -- when the whole scope was last compared
    sweep_differences INTEGER NOT NULL DEFAULT 0,
    late INTEGER NOT NULL DEFAULT 0,         -- rows that became visible after the overlap had passed
    worst_lag_ms INTEGER NOT NULL DEFAULT 0,
    trouble TEXT NOT NULL DEFAULT 'None' CHECK (trouble IN ('None', 'Failing', 'NotAllowed', 'Unreadable')),
    trouble_text TEXT NOT NULL DEFAULT '',
    trouble_since_utc_ms INTEGER,
    next_attempt_utc_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE tombstone (                     -- a row that is gone in the PMS, for 90 days
    list TEXT NOT NULL, uid BLOB NOT NULL, at_utc_ms INTEGER NOT NULL, updated_utc_ms INTEGER,
    PRIMARY KEY (list, uid)
) STRICT, WITHOUT ROWID;
CREATE TABLE lease (                         -- calls to the PMS taken in advance: all count as sent after a crash
    id INTEGER PRIMARY KEY, until_steady_ms INTEGER NOT NULL, calls INTEGER NOT NULL
) STRICT;
CREATE VIEW guest AS
    SELECT uid, substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-' || substr(hex, 13, 4) || '-'
                || substr(hex, 17, 4) || '-' || substr(hex, 21) AS mews_id,
           trim(coalesce(first_name || ' ', '') || coalesce(last_name, '') || coalesce(' ' || second_last_name, '')) AS name,
           is_active,
           max(read_utc_ms, coalesce((SELECT watermark_utc_ms FROM stream WHERE list = 'customers'), 0)) AS synced_utc_ms
    FROM (SELECT *, lower(hex(uid)) AS hex FROM customer);
CREATE VIEW vendor AS
    SELECT uid, substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-' || substr(hex, 13, 4) || '-'
                || substr(hex, 17, 4) || '-' || substr(hex, 21) AS mews_id,
           name, is_active,
           max(read_utc_ms, coalesce((SELECT watermark_utc_ms FROM stream WHERE list = 'companies'), 0)) AS synced_utc_ms
    FROM (SELECT *, lower(hex(uid)) AS hex FROM company);
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
, reason_is_of_pms INTEGER NOT NULL DEFAULT 0, cause_uid BLOB) STRICT;
CREATE INDEX change_open ON change (kind, seq) WHERE stage IN ('Ready', 'InFlight', 'Unknown');
CREATE INDEX change_subject ON change (subject_uid, seq);
CREATE INDEX change_about ON change (about_uid, seq) WHERE about_uid IS NOT NULL;
CREATE INDEX change_stage ON change (stage, dismissed, accepted_utc_ms);
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
CREATE INDEX audit_subject ON audit (subject_uid, seq);
CREATE INDEX audit_about ON audit (about_uid, seq) WHERE about_uid IS NOT NULL;
CREATE INDEX audit_actor ON audit (actor, seq);
CREATE INDEX audit_change ON audit (change_uid, seq) WHERE change_uid IS NOT NULL;
CREATE TABLE audit_chain (                   -- one row: where the chain runs; what is cut off at its end shows
    id INTEGER PRIMARY KEY CHECK (id = 1),
    begin_seq INTEGER NOT NULL, begin_hash BLOB NOT NULL, -- the row before its first: let go, or of version 2
    end_seq INTEGER NOT NULL, end_hash BLOB NOT NULL      -- the row that was written last
) STRICT;
CREATE TRIGGER audit_is_not_altered BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit is not altered'); END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
    WHEN OLD.at_utc_ms > (SELECT at_utc_ms FROM audit ORDER BY seq DESC LIMIT 1) - 400 * 86400000
BEGIN SELECT raise(ABORT, 'the audit is kept for 400 days'); END;
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
CREATE TABLE journal_file (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,                    -- of the last frame whose rows are in this database
    recovered_utc_ms INTEGER,                -- NULL: never
    recovered TEXT NOT NULL                  -- what was found and done then, for people
) STRICT;
CREATE TABLE finding (                       -- what a rule says of a subject; never twice of the same
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE,
    rule TEXT NOT NULL, rule_version INTEGER NOT NULL,
    subject TEXT NOT NULL CHECK (subject IN ('stay', 'person', 'room', 'task', 'company', 'house')),
    subject_uid BLOB NOT NULL,
    severity INTEGER NOT NULL CHECK (severity BETWEEN 1 AND 5), -- info, low, medium, high, critical
    state TEXT NOT NULL CHECK (state IN ('Open', 'Acknowledged', 'Snoozed', 'Waived', 'Resolved')),
    evidence TEXT NOT NULL,                  -- a JSON object of facts, as they were when it was raised or got worse
    times INTEGER NOT NULL,                  -- how often it was raised, the first included
    raised_utc_ms INTEGER NOT NULL,          -- the last time
    changed_utc_ms INTEGER NOT NULL,         -- of state or severity
    until_utc_ms INTEGER,                    -- Snoozed and Waived: it is open again from then on; NULL: for good
    clears_utc_ms INTEGER,                   -- its condition no longer holds: resolved then, if it stays so
    decided_by TEXT NOT NULL, reason TEXT NOT NULL,
    UNIQUE (rule, subject_uid)
) STRICT;
CREATE INDEX finding_subject ON finding (subject_uid);
CREATE INDEX finding_open ON finding (severity DESC, raised_utc_ms) WHERE state <> 'Resolved';
CREATE TABLE ask_again (                     -- when an answer of the rules can change by itself, or is owed
    subject TEXT NOT NULL, uid BLOB NOT NULL, at_utc_ms INTEGER NOT NULL, PRIMARY KEY (subject, uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX ask_again_at ON ask_again (at_utc_ms);
CREATE TABLE readiness (                     -- of a stay on today's board of arrivals
    stay_uid BLOB PRIMARY KEY, value TEXT NOT NULL -- a JSON object: insight::Readiness
) STRICT, WITHOUT ROWID;
CREATE TABLE rule (                          -- as it was last loaded: tells what an edit changed
    id TEXT PRIMARY KEY, uid BLOB NOT NULL, version INTEGER NOT NULL,
    text TEXT NOT NULL,                      -- TOML
    file TEXT NOT NULL, made_by TEXT NOT NULL, since_utc_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE rule_edit (                     -- what staff wrote over the rules of the files; an empty text: no more
    uid BLOB PRIMARY KEY, id TEXT NOT NULL, text TEXT NOT NULL,
    made_by TEXT NOT NULL, made_utc_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE concluded (                     -- what made the conclusions in this database: program, facts and rules
    id INTEGER PRIMARY KEY CHECK (id = 1), by TEXT NOT NULL
) STRICT;
CREATE TABLE completeness (                  -- of the profile of a person at their next stay; of a stay, its persons' together
    subject TEXT NOT NULL CHECK (subject IN ('stay', 'person')), uid BLOB NOT NULL,
    value TEXT NOT NULL,                     -- a JSON object: house/profile_json.cpp
    PRIMARY KEY (subject, uid)
) STRICT, WITHOUT ROWID;
CREATE TABLE profile_field (                 -- what pages say of a field, as it was last loaded
    id TEXT PRIMARY KEY, text TEXT NOT NULL  -- a JSON object: name, fix, who
) STRICT, WITHOUT ROWID;
CREATE INDEX task_room ON task (room_uid, stage) WHERE room_uid IS NOT NULL;
CREATE TABLE offered_room (                  -- a room as another guest could have it: kept in line with the mirror and staff's changes
    room_uid BLOB PRIMARY KEY, room TEXT NOT NULL, category_uid BLOB NOT NULL, service_uid BLOB, ordering INTEGER NOT NULL,
    capacity INTEGER NOT NULL, is_ready INTEGER NOT NULL,
    free_until_utc_ms INTEGER,               -- when the next stay or block begins; NULL: none does
    held_for_uid BLOB, held_until_utc_ms INTEGER -- the stay it was offered to last, and until when it is not offered to others
) STRICT, WITHOUT ROWID;
CREATE INDEX offered_room_category ON offered_room (category_uid, room);
CREATE INDEX offered_room_ordering ON offered_room (ordering, room);
CREATE TABLE offered_night (                 -- what the PMS says is left of a category, in steps: not each booking asks all anew
    category_uid BLOB NOT NULL, starts_utc_ms INTEGER NOT NULL,
    level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 4), -- none, one, few, a quarter to half, more than half
    PRIMARY KEY (category_uid, starts_utc_ms)
) STRICT, WITHOUT ROWID;
CREATE TABLE offered_price (                 -- what a night of a category costs others, as it was this morning
    category_uid BLOB PRIMARY KEY, nightly_millionths INTEGER NOT NULL, day_start_utc_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE offered_product (               -- the product of a kind of offer: 'breakfast', 'parking' …
    kind TEXT PRIMARY KEY, product_uid BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE opportunity (                   -- what can be offered to the guest of a stay, and what became of it
    uid BLOB PRIMARY KEY,                    -- made of rule and stay: always the same
    rule TEXT NOT NULL, stay_uid BLOB NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('Open', 'Blocked', 'Offered', 'Accepted', 'Declined', 'Dismissed', 'Expired', 'Withdrawn')),
    value TEXT NOT NULL                      -- a JSON object: operations::Opportunity
) STRICT, WITHOUT ROWID;
CREATE INDEX opportunity_stay ON opportunity (stay_uid);
CREATE TABLE offer_lapse (                   -- what was said to a guest and ended without an answer: stands when the stay is over
    change_uid BLOB PRIMARY KEY,             -- of the decision that said it
    state TEXT NOT NULL CHECK (state IN ('Expired', 'Withdrawn')), reason TEXT NOT NULL, at_utc_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX change_tally ON change (value ->> 'Tally', accepted_utc_ms) WHERE kind = 'DecideOpportunity';
CREATE INDEX change_cause ON change (cause_uid) WHERE cause_uid IS NOT NULL;
CREATE VIEW offer_outcome AS                 -- what became of each offer (hotel-domain.md 4.4); money in minor units
    SELECT last.subject_uid AS offer_uid, last.value ->> 'Rule' AS rule, last.value ->> 'Version' AS version,
           last.about_uid AS stay_uid,
           (SELECT min(accepted_utc_ms) FROM change WHERE subject_uid = last.subject_uid) AS shown_utc_ms,
           last.value ->> 'Stage' AS stage, last.value ->> 'Channel' AS channel, last.made_by AS agent,
           CAST(last.value ->> 'Price' AS INTEGER) AS price, last.value ->> 'Currency' AS currency,
           CAST(last.value ->> 'Expected' AS INTEGER) AS expected,
           CASE WHEN last.value ->> 'State' <> 'Offered' THEN last.value ->> 'State'
                WHEN lapse.state = 'Withdrawn' THEN 'Withdrawn' WHEN opportunity.state = 'Offered' THEN 'Offered'
                ELSE 'Ignored' END AS decision,
           CASE WHEN lapse.state = 'Withdrawn' THEN lapse.reason ELSE last.value ->> 'Reason' END AS reason,
           (SELECT pms_uid FROM change AS made WHERE made.cause_uid = last.uid AND made.kind = 'SellProduct') AS posted_item_uid,
           (SELECT done_utc_ms FROM change AS made JOIN task ON task.uid = made.uid
             WHERE made.cause_uid = last.uid AND made.kind = 'CreateTask') AS delivered_utc_ms,
           last.value ->> 'Facts' AS facts
    FROM change AS last LEFT JOIN opportunity ON opportunity.uid = last.subject_uid
    LEFT JOIN offer_lapse AS lapse ON lapse.change_uid = last.uid
    WHERE last.kind = 'DecideOpportunity'
      AND last.seq = (SELECT max(seq) FROM change WHERE subject_uid = last.subject_uid);
CREATE TABLE change_count (
    what TEXT PRIMARY KEY CHECK (what IN ('Accepted', 'Confirmed', 'BoxOnly', 'Replaced', 'Refused')),
    changes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX change_to_read ON change (seq)
    WHERE NOT dismissed AND (stage IN ('Refused', 'Replaced') OR (stage = 'Confirmed' AND beaten <> '{}'));
CREATE TABLE record (                        -- a fact that staff know and the PMS has no field for: operations/records.hpp
    uid BLOB PRIMARY KEY, subject_uid BLOB NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    made_by TEXT NOT NULL, made_utc_ms INTEGER NOT NULL, UNIQUE (subject_uid, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE enterprise (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, chain_uid BLOB, name TEXT, time_zone TEXT,
    default_language_code TEXT, closing_offset_ms INTEGER, editable_history_ms INTEGER,
    accounting_history_ms INTEGER, pricing TEXT, is_portfolio INTEGER, updated_utc_ms INTEGER, rest TEXT NOT NULL,
    content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE linked_enterprise (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, chain_uid BLOB, name TEXT, time_zone TEXT,
    linked_utc_ms INTEGER, updated_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL,
    read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE service (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, is_active INTEGER, name TEXT, type TEXT,
    start_offset_ms INTEGER, end_offset_ms INTEGER, time_unit_period TEXT, ordering INTEGER,
    updated_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE resource (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, is_active INTEGER, name TEXT, state TEXT, kind TEXT,
    floor TEXT, location_notes TEXT, parent_uid BLOB, updated_utc_ms INTEGER, rest TEXT NOT NULL,
    content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE resource_category (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, service_uid BLOB, is_active INTEGER, name TEXT,
    short_name TEXT, type TEXT, classification TEXT, ordering INTEGER, capacity INTEGER, extra_capacity INTEGER,
    rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE resource_category_assignment (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, is_active INTEGER, resource_uid BLOB, category_uid BLOB,
    updated_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX resource_category_assignment_resource_uid ON resource_category_assignment (resource_uid);
CREATE TABLE department (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, is_active INTEGER, name TEXT, updated_utc_ms INTEGER,
    rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE age_category (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, service_uid BLOB, is_active INTEGER, name TEXT,
    classification TEXT, minimal_age INTEGER, maximal_age INTEGER, updated_utc_ms INTEGER, rest TEXT NOT NULL,
    content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE reservation (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, service_uid BLOB, account_uid BLOB, account_type TEXT,
    booker_uid BLOB, group_uid BLOB, number TEXT, state TEXT, origin TEXT, commander_origin TEXT,
    channel_number TEXT, requested_category_uid BLOB, assigned_resource_uid BLOB, assigned_resource_locked INTEGER,
    rate_uid BLOB, business_segment_uid BLOB, partner_company_uid BLOB, travel_agency_uid BLOB, purpose TEXT,
    owner_checked_in INTEGER, scheduled_start_utc_ms INTEGER, scheduled_end_utc_ms INTEGER,
    actual_start_utc_ms INTEGER, actual_end_utc_ms INTEGER, released_utc_ms INTEGER, canceled_utc_ms INTEGER,
    persons INTEGER, created_utc_ms INTEGER, updated_utc_ms INTEGER, rest TEXT NOT NULL,
    content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX reservation_account_uid_scheduled_start_utc_ms ON reservation (account_uid, scheduled_start_utc_ms);
CREATE INDEX reservation_assigned_resource_uid_state_scheduled_end_utc_ms ON reservation (assigned_resource_uid, state, scheduled_end_utc_ms);
CREATE INDEX reservation_state_scheduled_start_utc_ms ON reservation (state, scheduled_start_utc_ms);
CREATE INDEX reservation_state_scheduled_end_utc_ms ON reservation (state, scheduled_end_utc_ms);
CREATE INDEX reservation_requested_category_uid_scheduled_start_utc_ms ON reservation (requested_category_uid, scheduled_start_utc_ms);
CREATE INDEX reservation_group_uid ON reservation (group_uid);
CREATE INDEX reservation_created_utc_ms ON reservation (created_utc_ms);
CREATE INDEX reservation_number ON reservation (number);
CREATE TABLE companionship (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, customer_uid BLOB, reservation_group_uid BLOB,
    reservation_uid BLOB, rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX companionship_customer_uid ON companionship (customer_uid);
CREATE INDEX companionship_reservation_uid ON companionship (reservation_uid);
CREATE TABLE customer (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, number TEXT, title TEXT, sex TEXT, first_name TEXT,
    last_name TEXT, second_last_name TEXT, nationality_code TEXT, language_code TEXT, preferred_language_code TEXT,
    birth_date TEXT, email TEXT, has_ota_email INTEGER, phone TEXT, notes TEXT, dietary_requirements TEXT,
    car_registration_number TEXT, classifications TEXT, options TEXT, preferred_space_features TEXT,
    address_uid BLOB, company_uid BLOB, merge_target_uid BLOB, is_active INTEGER, created_utc_ms INTEGER,
    updated_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX customer_merge_target_uid ON customer (merge_target_uid);
CREATE INDEX customer_email ON customer (email);
CREATE INDEX customer_phone ON customer (phone);
CREATE INDEX customer_birth_date ON customer (birth_date);
CREATE TABLE pms_task (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, name TEXT, description TEXT, state TEXT, department_uid BLOB,
    service_order_uid BLOB, created_utc_ms INTEGER, deadline_utc_ms INTEGER, closed_utc_ms INTEGER,
    rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE service_order_note (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, order_uid BLOB, text TEXT, type TEXT, created_utc_ms INTEGER,
    updated_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX service_order_note_order_uid ON service_order_note (order_uid);
CREATE TABLE resource_block (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, resource_uid BLOB, is_active INTEGER, type TEXT, name TEXT,
    notes TEXT, start_utc_ms INTEGER, end_utc_ms INTEGER, created_utc_ms INTEGER, updated_utc_ms INTEGER,
    deleted_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX resource_block_resource_uid_end_utc_ms ON resource_block (resource_uid, end_utc_ms);
CREATE TABLE company (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, name TEXT, mother_company_uid BLOB, number TEXT,
    identifier TEXT, tax_identifier TEXT, telephone TEXT, invoicing_email TEXT, contact_person TEXT, notes TEXT,
    iata TEXT, credit_rating TEXT, external_identifier TEXT, address_uid BLOB, merge_target_uid BLOB,
    is_active INTEGER, created_utc_ms INTEGER, updated_utc_ms INTEGER, rest TEXT NOT NULL,
    content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE account_note (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, account_uid BLOB, account_type TEXT, content TEXT,
    classifications TEXT, is_active INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL,
    read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX account_note_account_uid ON account_note (account_uid);
CREATE TABLE reservation_group (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, name TEXT, channel_manager TEXT,
    channel_manager_group_number TEXT, rest TEXT NOT NULL, content_hash INTEGER NOT NULL,
    read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE availability (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, service_uid BLOB, category_uid BLOB, starts_utc_ms INTEGER,
    metric TEXT, value INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX availability_service_uid ON availability (service_uid);
CREATE INDEX availability_category_uid_starts_utc_ms ON availability (category_uid, starts_utc_ms);
CREATE TABLE identity_document (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, customer_uid BLOB, type TEXT, number TEXT,
    expiration_date TEXT, issuance_date TEXT, issuing_country_code TEXT, is_verified INTEGER, rest TEXT NOT NULL,
    content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX identity_document_customer_uid ON identity_document (customer_uid);
CREATE INDEX identity_document_number ON identity_document (number);
CREATE TABLE address (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, account_uid BLOB, account_type TEXT, line1 TEXT, line2 TEXT,
    city TEXT, postal_code TEXT, country_code TEXT, country_subdivision_code TEXT, is_active INTEGER,
    updated_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX address_account_uid ON address (account_uid);
CREATE TABLE customer_relationship (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, customer_uid BLOB, related_customer_uid BLOB,
    relationship TEXT, updated_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL,
    read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX customer_relationship_customer_uid ON customer_relationship (customer_uid);
CREATE TABLE order_item (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, account_uid BLOB, service_uid BLOB, service_order_uid BLOB,
    bill_uid BLOB, accounting_category_uid BLOB, product_uid BLOB, billing_name TEXT, unit_count INTEGER,
    gross_millionths INTEGER, net_millionths INTEGER, currency TEXT, type TEXT, revenue_type TEXT,
    accounting_state TEXT, consumed_utc_ms INTEGER, canceled_utc_ms INTEGER, closed_utc_ms INTEGER,
    created_utc_ms INTEGER, updated_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL,
    read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX order_item_account_uid_accounting_state ON order_item (account_uid, accounting_state);
CREATE INDEX order_item_service_order_uid ON order_item (service_order_uid);
CREATE TABLE payment (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, account_uid BLOB, account_type TEXT, reservation_uid BLOB,
    bill_uid BLOB, payment_request_uid BLOB, gross_millionths INTEGER, currency TEXT, type TEXT, kind TEXT,
    state TEXT, accounting_state TEXT, charged_utc_ms INTEGER, closed_utc_ms INTEGER, created_utc_ms INTEGER,
    updated_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX payment_account_uid_accounting_state ON payment (account_uid, accounting_state);
CREATE INDEX payment_account_uid_created_utc_ms ON payment (account_uid, created_utc_ms);
CREATE INDEX payment_reservation_uid ON payment (reservation_uid);
CREATE TABLE bill (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, account_uid BLOB, account_type TEXT, name TEXT, state TEXT,
    type TEXT, number TEXT, correction_state TEXT, issued_utc_ms INTEGER, paid_utc_ms INTEGER, due_utc_ms INTEGER,
    created_utc_ms INTEGER, updated_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL,
    read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX bill_account_uid ON bill (account_uid);
CREATE TABLE payment_request (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, account_uid BLOB, reservation_uid BLOB, state TEXT,
    type TEXT, reason TEXT, gross_millionths INTEGER, currency TEXT, expiration_utc_ms INTEGER,
    created_utc_ms INTEGER, updated_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL,
    read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX payment_request_account_uid ON payment_request (account_uid);
CREATE INDEX payment_request_reservation_uid ON payment_request (reservation_uid);
CREATE TABLE product_service_order (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, service_uid BLOB, account_uid BLOB, account_type TEXT,
    number TEXT, state TEXT, linked_reservation_uid BLOB, created_utc_ms INTEGER, updated_utc_ms INTEGER,
    rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX product_service_order_account_uid ON product_service_order (account_uid);
CREATE INDEX product_service_order_linked_reservation_uid ON product_service_order (linked_reservation_uid);
CREATE TABLE product (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, service_uid BLOB, category_uid BLOB,
    accounting_category_uid BLOB, is_active INTEGER, name TEXT, short_name TEXT, charging_mode TEXT,
    gross_millionths INTEGER, net_millionths INTEGER, currency TEXT, ordering INTEGER, updated_utc_ms INTEGER,
    rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE product_category (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, service_uid BLOB, name TEXT, parent_uid BLOB,
    ordering INTEGER, updated_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL,
    read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE accounting_category (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, is_active INTEGER, name TEXT, code TEXT, classification TEXT,
    updated_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE resource_feature (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, service_uid BLOB, is_active INTEGER, name TEXT,
    classification TEXT, updated_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL,
    read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE resource_feature_assignment (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, is_active INTEGER, resource_uid BLOB, feature_uid BLOB,
    updated_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX resource_feature_assignment_resource_uid ON resource_feature_assignment (resource_uid);
CREATE INDEX resource_feature_assignment_feature_uid ON resource_feature_assignment (feature_uid);
CREATE TABLE rate (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, group_uid BLOB, service_uid BLOB, base_rate_uid BLOB,
    business_segment_uid BLOB, is_active INTEGER, is_enabled INTEGER, is_public INTEGER, type TEXT, name TEXT,
    short_name TEXT, updated_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL,
    read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE rate_group (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, service_uid BLOB, is_active INTEGER, name TEXT,
    ordering INTEGER, updated_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL,
    read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE business_segment (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, service_uid BLOB, is_active INTEGER, name TEXT,
    updated_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE source (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, name TEXT, type TEXT, code INTEGER, updated_utc_ms INTEGER,
    rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE source_assignment (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, reservation_group_uid BLOB, source_uid BLOB,
    is_primary INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX source_assignment_reservation_group_uid ON source_assignment (reservation_group_uid);
CREATE TABLE outlet (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, is_active INTEGER, name TEXT, updated_utc_ms INTEGER,
    rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE message_thread (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, original_sender TEXT, subject TEXT, is_resolved INTEGER,
    created_utc_ms INTEGER, updated_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL,
    read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE message (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, thread_uid BLOB, text TEXT, sender TEXT,
    created_utc_ms INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX message_thread_uid ON message (thread_uid);
CREATE TABLE loyalty_program (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, name TEXT, code TEXT, type TEXT, subscription TEXT,
    rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE loyalty_tier (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, loyalty_program_uid BLOB, name TEXT, code TEXT,
    ordering INTEGER, rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE loyalty_membership (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, account_uid BLOB, loyalty_program_uid BLOB,
    loyalty_tier_uid BLOB, state TEXT, is_primary INTEGER, membership_number TEXT, points INTEGER,
    expiration_date TEXT, rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX loyalty_membership_account_uid ON loyalty_membership (account_uid);
