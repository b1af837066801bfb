-- What the box concludes from facts, and what only staff can tell it.
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
CREATE TABLE record (                        -- a fact that staff know and the PMS has no field for
    subject_uid BLOB NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    made_by TEXT NOT NULL, made_utc_ms INTEGER NOT NULL, PRIMARY KEY (subject_uid, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE completeness (                  -- of the profile of a person at their next stay; of a stay, its persons' together
    subject TEXT NOT NULL CHECK (subject IN ('stay', 'person')), uid BLOB NOT NULL,
    value TEXT NOT NULL,                     -- a JSON object: house/profile_json.cpp
    PRIMARY KEY (subject, uid)
) STRICT, WITHOUT ROWID;
CREATE TABLE profile_field (                 -- what pages say of a field, as it was last loaded
    id TEXT PRIMARY KEY, text TEXT NOT NULL  -- a JSON object: name, fix, who
) STRICT, WITHOUT ROWID;
CREATE INDEX task_room ON task (room_uid, stage) WHERE room_uid IS NOT NULL;
INSERT INTO concluded VALUES (1, '');
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
-- The change it was made with: what accepting an offer does.
ALTER TABLE change ADD COLUMN cause_uid BLOB;
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
