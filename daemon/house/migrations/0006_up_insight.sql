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
    words TEXT NOT NULL,                     -- for its findings: a JSON object
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
CREATE INDEX task_room ON task (room_uid, stage) WHERE room_uid IS NOT NULL;
INSERT INTO concluded VALUES (1, '');
