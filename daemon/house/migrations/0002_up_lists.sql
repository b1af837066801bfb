-- The tables of the PMS's lists are no longer made here: mirror::prepare makes each from its entry
-- in model/lists*.cpp, after the migrations.
DROP TABLE stream;
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

-- People, by the words a hotel uses. synced_utc_ms: up to then the row is known to be as the PMS has it.
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
-- Mews tells no names of its users: staff are known by the changes they made here, and are as no PMS has them.
CREATE VIEW staff_user AS
    SELECT NULL AS uid, NULL AS mews_id, made_by AS name, NULL AS synced_utc_ms,
           min(accepted_utc_ms) AS first_seen_utc_ms, max(accepted_utc_ms) AS last_seen_utc_ms
    FROM change GROUP BY made_by;
