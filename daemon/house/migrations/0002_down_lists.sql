DROP VIEW staff_user;
DROP VIEW vendor;
DROP VIEW guest;
DROP TABLE lease;
DROP TABLE tombstone;
DROP TABLE stream;
-- The lists of version 1 keep their rows; the others are read again by whoever knows them.
CREATE TEMP TABLE kept AS SELECT
    id, uid, coalesce(chain_uid, zeroblob(16)) AS chain_uid, coalesce(name, '') AS name,
    coalesce(time_zone, '') AS time_zone, coalesce(default_language_code, '') AS default_language_code,
    coalesce(closing_offset_ms, 0) AS closing_offset_ms, coalesce(updated_utc_ms, 0) AS updated_utc_ms
    FROM main.enterprise;
DROP TABLE main.enterprise;
CREATE TABLE enterprise (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, chain_uid BLOB NOT NULL, name TEXT NOT NULL,
    time_zone TEXT NOT NULL, default_language_code TEXT NOT NULL, closing_offset_ms INTEGER NOT NULL,
    updated_utc_ms INTEGER NOT NULL
) STRICT;
INSERT INTO main.enterprise (id, uid, chain_uid, name, time_zone, default_language_code, closing_offset_ms, updated_utc_ms) SELECT * FROM temp.kept;
DROP TABLE temp.kept;
CREATE TEMP TABLE kept AS SELECT
    id, uid, coalesce(is_active, 1) AS is_active, coalesce(name, '') AS name, coalesce(type, '') AS type,
    coalesce(start_offset_ms, 0) AS start_offset_ms, coalesce(end_offset_ms, 0) AS end_offset_ms,
    coalesce(updated_utc_ms, 0) AS updated_utc_ms
    FROM main.service;
DROP TABLE main.service;
CREATE TABLE service (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, is_active INTEGER NOT NULL, name TEXT NOT NULL,
    type TEXT NOT NULL, start_offset_ms INTEGER NOT NULL, end_offset_ms INTEGER NOT NULL,
    updated_utc_ms INTEGER NOT NULL
) STRICT;
INSERT INTO main.service (id, uid, is_active, name, type, start_offset_ms, end_offset_ms, updated_utc_ms) SELECT * FROM temp.kept;
DROP TABLE temp.kept;
CREATE TEMP TABLE kept AS SELECT
    id, uid, coalesce(is_active, 1) AS is_active, coalesce(name, '') AS name, coalesce(state, '') AS state,
    coalesce(kind, '') AS kind, coalesce(floor, '') AS floor, parent_uid,
    coalesce(updated_utc_ms, 0) AS updated_utc_ms
    FROM main.resource;
DROP TABLE main.resource;
CREATE TABLE resource (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, is_active INTEGER NOT NULL, name TEXT NOT NULL,
    state TEXT NOT NULL, kind TEXT NOT NULL, floor TEXT NOT NULL, parent_uid BLOB, updated_utc_ms INTEGER NOT NULL
) STRICT;
INSERT INTO main.resource (id, uid, is_active, name, state, kind, floor, parent_uid, updated_utc_ms) SELECT * FROM temp.kept;
DROP TABLE temp.kept;
CREATE TEMP TABLE kept AS SELECT
    id, uid, coalesce(service_uid, zeroblob(16)) AS service_uid, coalesce(is_active, 1) AS is_active,
    coalesce(name, '') AS name, coalesce(short_name, '') AS short_name, coalesce(type, '') AS type,
    coalesce(ordering, 0) AS ordering, coalesce(capacity, 0) AS capacity
    FROM main.resource_category;
DROP TABLE main.resource_category;
CREATE TABLE resource_category (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, service_uid BLOB NOT NULL, is_active INTEGER NOT NULL,
    name TEXT NOT NULL, short_name TEXT NOT NULL, type TEXT NOT NULL, ordering INTEGER NOT NULL,
    capacity INTEGER NOT NULL
) STRICT;
INSERT INTO main.resource_category (id, uid, service_uid, is_active, name, short_name, type, ordering, capacity) SELECT * FROM temp.kept;
DROP TABLE temp.kept;
CREATE TEMP TABLE kept AS SELECT
    id, uid, coalesce(is_active, 1) AS is_active, coalesce(resource_uid, zeroblob(16)) AS resource_uid,
    coalesce(category_uid, zeroblob(16)) AS category_uid, coalesce(updated_utc_ms, 0) AS updated_utc_ms
    FROM main.resource_category_assignment;
DROP TABLE main.resource_category_assignment;
CREATE TABLE resource_category_assignment (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, is_active INTEGER NOT NULL, resource_uid BLOB NOT NULL,
    category_uid BLOB NOT NULL, updated_utc_ms INTEGER NOT NULL
) STRICT;
INSERT INTO main.resource_category_assignment (id, uid, is_active, resource_uid, category_uid, updated_utc_ms) SELECT * FROM temp.kept;
DROP TABLE temp.kept;
CREATE TEMP TABLE kept AS SELECT
    id, uid, coalesce(service_uid, zeroblob(16)) AS service_uid, coalesce(is_active, 1) AS is_active,
    coalesce(name, '') AS name, coalesce(classification, '') AS classification,
    coalesce(updated_utc_ms, 0) AS updated_utc_ms
    FROM main.age_category;
DROP TABLE main.age_category;
CREATE TABLE age_category (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, service_uid BLOB NOT NULL, is_active INTEGER NOT NULL,
    name TEXT NOT NULL, classification TEXT NOT NULL, updated_utc_ms INTEGER NOT NULL
) STRICT;
INSERT INTO main.age_category (id, uid, service_uid, is_active, name, classification, updated_utc_ms) SELECT * FROM temp.kept;
DROP TABLE temp.kept;
CREATE TEMP TABLE kept AS SELECT
    id, uid, coalesce(is_active, 1) AS is_active, coalesce(name, '') AS name,
    coalesce(updated_utc_ms, 0) AS updated_utc_ms
    FROM main.department;
DROP TABLE main.department;
CREATE TABLE department (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, is_active INTEGER NOT NULL, name TEXT NOT NULL,
    updated_utc_ms INTEGER NOT NULL
) STRICT;
INSERT INTO main.department (id, uid, is_active, name, updated_utc_ms) SELECT * FROM temp.kept;
DROP TABLE temp.kept;
CREATE TEMP TABLE kept AS SELECT
    id, uid, coalesce(service_uid, zeroblob(16)) AS service_uid,
    coalesce(account_uid, zeroblob(16)) AS account_uid, coalesce(account_type, '') AS account_type,
    coalesce(group_uid, zeroblob(16)) AS group_uid, coalesce(number, '') AS number,
    coalesce(state, '') AS state, coalesce(requested_category_uid, zeroblob(16)) AS requested_category_uid,
    assigned_resource_uid, coalesce(assigned_resource_locked, 0) AS assigned_resource_locked,
    coalesce(scheduled_start_utc_ms, 0) AS scheduled_start_utc_ms,
    coalesce(scheduled_end_utc_ms, 0) AS scheduled_end_utc_ms, actual_start_utc_ms, actual_end_utc_ms,
    coalesce(persons, 0) AS persons, coalesce(created_utc_ms, 0) AS created_utc_ms,
    coalesce(updated_utc_ms, 0) AS updated_utc_ms
    FROM main.reservation;
DROP TABLE main.reservation;
CREATE TABLE reservation (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, service_uid BLOB NOT NULL, account_uid BLOB NOT NULL,
    account_type TEXT NOT NULL, group_uid BLOB NOT NULL, number TEXT NOT NULL, state TEXT NOT NULL,
    requested_category_uid BLOB NOT NULL, assigned_resource_uid BLOB, assigned_resource_locked INTEGER NOT NULL,
    scheduled_start_utc_ms INTEGER NOT NULL, scheduled_end_utc_ms INTEGER NOT NULL, actual_start_utc_ms INTEGER,
    actual_end_utc_ms INTEGER, persons INTEGER NOT NULL, created_utc_ms INTEGER NOT NULL,
    updated_utc_ms INTEGER NOT NULL
) STRICT;
INSERT INTO main.reservation (id, uid, service_uid, account_uid, account_type, group_uid, number, state, requested_category_uid, assigned_resource_uid, assigned_resource_locked, scheduled_start_utc_ms, scheduled_end_utc_ms, actual_start_utc_ms, actual_end_utc_ms, persons, created_utc_ms, updated_utc_ms) SELECT * FROM temp.kept;
DROP TABLE temp.kept;
CREATE TEMP TABLE kept AS SELECT
    id, uid, coalesce(customer_uid, zeroblob(16)) AS customer_uid,
    coalesce(reservation_group_uid, zeroblob(16)) AS reservation_group_uid, reservation_uid
    FROM main.companionship;
DROP TABLE main.companionship;
CREATE TABLE companionship (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, customer_uid BLOB NOT NULL,
    reservation_group_uid BLOB NOT NULL, reservation_uid BLOB
) STRICT;
INSERT INTO main.companionship (id, uid, customer_uid, reservation_group_uid, reservation_uid) SELECT * FROM temp.kept;
DROP TABLE temp.kept;
CREATE TEMP TABLE kept AS SELECT
    id, uid, coalesce(number, '') AS number, first_name, coalesce(last_name, '') AS last_name,
    second_last_name, title, nationality_code, language_code, email, phone,
    coalesce(classifications, '') AS classifications, merge_target_uid, coalesce(is_active, 1) AS is_active,
    coalesce(updated_utc_ms, 0) AS updated_utc_ms
    FROM main.customer;
DROP TABLE main.customer;
CREATE TABLE customer (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, number TEXT NOT NULL, first_name TEXT, last_name TEXT NOT NULL,
    second_last_name TEXT, title TEXT, nationality_code TEXT, language_code TEXT, email TEXT, phone TEXT,
    classifications TEXT NOT NULL,           -- the PMS's words between blanks: ' VeryImportant Returning '
    merge_target_uid BLOB, is_active INTEGER NOT NULL, updated_utc_ms INTEGER NOT NULL
) STRICT;
INSERT INTO main.customer (id, uid, number, first_name, last_name, second_last_name, title, nationality_code, language_code, email, phone, classifications, merge_target_uid, is_active, updated_utc_ms) SELECT * FROM temp.kept;
DROP TABLE temp.kept;
CREATE TEMP TABLE kept AS SELECT
    id, uid, coalesce(name, '') AS name, coalesce(description, '') AS description, department_uid,
    service_order_uid, coalesce(created_utc_ms, 0) AS created_utc_ms,
    coalesce(deadline_utc_ms, 0) AS deadline_utc_ms, closed_utc_ms
    FROM main.pms_task;
DROP TABLE main.pms_task;
CREATE TABLE pms_task (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, name TEXT NOT NULL, description TEXT NOT NULL,
    department_uid BLOB, service_order_uid BLOB, created_utc_ms INTEGER NOT NULL, deadline_utc_ms INTEGER NOT NULL,
    closed_utc_ms INTEGER
) STRICT;
INSERT INTO main.pms_task (id, uid, name, description, department_uid, service_order_uid, created_utc_ms, deadline_utc_ms, closed_utc_ms) SELECT * FROM temp.kept;
DROP TABLE temp.kept;
CREATE INDEX resource_category_assignment_resource ON resource_category_assignment (resource_uid);
CREATE INDEX reservation_room ON reservation (assigned_resource_uid, state);
CREATE INDEX reservation_start ON reservation (state, scheduled_start_utc_ms);
CREATE INDEX reservation_end ON reservation (state, scheduled_end_utc_ms);
CREATE INDEX reservation_account ON reservation (account_uid);
CREATE INDEX companionship_reservation ON companionship (reservation_uid);
CREATE INDEX customer_merge ON customer (merge_target_uid) WHERE merge_target_uid IS NOT NULL;
CREATE INDEX companionship_customer ON companionship (customer_uid);
CREATE TABLE stream (                        -- one list we follow
    name TEXT PRIMARY KEY,                   -- as in the PMS's path
    watermark_utc_ms INTEGER,                -- start of the last complete read; NULL before the first
    complete_utc_ms INTEGER,                 -- end of it
    trouble TEXT NOT NULL
) STRICT, WITHOUT ROWID;
DROP TABLE IF EXISTS linked_enterprise;
DROP TABLE IF EXISTS service_order_note;
DROP TABLE IF EXISTS resource_block;
DROP TABLE IF EXISTS company;
DROP TABLE IF EXISTS account_note;
DROP TABLE IF EXISTS reservation_group;
DROP TABLE IF EXISTS availability;
DROP TABLE IF EXISTS identity_document;
DROP TABLE IF EXISTS address;
DROP TABLE IF EXISTS customer_relationship;
DROP TABLE IF EXISTS order_item;
DROP TABLE IF EXISTS payment;
DROP TABLE IF EXISTS bill;
DROP TABLE IF EXISTS payment_request;
DROP TABLE IF EXISTS product_service_order;
DROP TABLE IF EXISTS product;
DROP TABLE IF EXISTS product_category;
DROP TABLE IF EXISTS accounting_category;
DROP TABLE IF EXISTS resource_feature;
DROP TABLE IF EXISTS resource_feature_assignment;
DROP TABLE IF EXISTS rate;
DROP TABLE IF EXISTS rate_group;
DROP TABLE IF EXISTS business_segment;
DROP TABLE IF EXISTS source;
DROP TABLE IF EXISTS source_assignment;
DROP TABLE IF EXISTS outlet;
DROP TABLE IF EXISTS message_thread;
DROP TABLE IF EXISTS message;
DROP TABLE IF EXISTS loyalty_program;
DROP TABLE IF EXISTS loyalty_tier;
DROP TABLE IF EXISTS loyalty_membership;
