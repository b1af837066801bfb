-- For offer_facts: a stay and what is looked up once for all that can be offered to its guest.
CREATE TEMP VIEW offer_base AS
SELECT DISTINCT stay.*,
    own.purpose, own.origin, own.travel_agency_uid, own.partner_company_uid, rate.name AS rate_name,
    local_moment(local_date(stay.start_utc_ms, stay.zone), 0, stay.zone) AS first_night_utc_ms,
    local_moment(local_date(stay.end_utc_ms, stay.zone), 0, stay.zone) AS last_morning_utc_ms,
    (stay.arrival_day_utc_ms - stay.day_start_utc_ms + hours(12)) / days(1) AS days_left,
    max(0, nights(max(stay.start_utc_ms, stay.day_start_utc_ms), stay.end_utc_ms, stay.zone)) AS nights_left,
    coalesce((SELECT currency FROM order_item WHERE service_order_uid = stay.uid AND currency IS NOT NULL ORDER BY id LIMIT 1),
             (SELECT product.currency FROM offered_product AS one JOIN product ON product.uid = one.product_uid
               ORDER BY one.kind LIMIT 1)) AS currency,
    coalesce((SELECT lower(group_concat(text, ' ')) FROM service_order_note WHERE order_uid = stay.uid), '') AS notes,
    coalesce((SELECT birth_date FROM stay_person WHERE stay_uid = stay.uid ORDER BY place LIMIT 1), '') AS lead_birth_date,
    lead.email, coalesce(lead.has_ota_email, 0) AS has_ota_email, coalesce(lead.car_registration_number, '') AS car,
    coalesce(lead.options, '') AS options, coalesce(lead.classifications, '') AS lead_classes,
    -- All products it has or will have: of its own, of orders beside it, and of staff's that wait for the PMS.
    coalesce((SELECT group_concat(word, ' ') FROM (
        SELECT lower(hex(product_uid)) AS word FROM order_item
         WHERE service_order_uid = stay.uid AND accounting_state <> 'Canceled'
        UNION ALL SELECT lower(hex(order_item.product_uid)) FROM product_service_order AS beside
         JOIN order_item ON order_item.service_order_uid = beside.uid
         WHERE beside.linked_reservation_uid = stay.uid AND order_item.accounting_state <> 'Canceled'
        UNION ALL SELECT replace(value ->> 'Product', '-', '') FROM change
         WHERE about_uid = stay.uid AND kind = 'SellProduct' AND stage IN ('Ready', 'InFlight', 'Unknown'))), '') AS sold,
    (SELECT created_utc_ms FROM task WHERE room_uid = stay.room_uid AND stage <> 'Done' AND title LIKE '%complain%'
      ORDER BY created_utc_ms DESC, id LIMIT 1) AS complaint_utc_ms,
    (SELECT min(priority) FROM task WHERE room_uid = stay.room_uid AND stage <> 'Done' AND title LIKE '%complain%')
        AS complaint_priority,
    (SELECT price.nightly_millionths FROM offered_price AS price WHERE price.category_uid = stay.category_uid)
        AS base_price,
    (SELECT target.uid FROM resource_category AS target
      WHERE stay.state = 'Confirmed' AND stay.nights > 0 AND target.is_active AND target.service_uid = stay.service_uid
        AND target.ordering > requested.ordering AND target.capacity >= stay.head_count
        AND (SELECT count(*) FROM offered_night AS night WHERE night.category_uid = target.uid AND night.level >= 2
                AND night.starts_utc_ms >= local_moment(local_date(stay.start_utc_ms, stay.zone), 0, stay.zone)
                AND night.starts_utc_ms < local_moment(local_date(stay.end_utc_ms, stay.zone), 0, stay.zone))
            = stay.nights
      ORDER BY target.ordering, target.id LIMIT 1) AS higher_uid,
    -- Who was told of a room gets that one while it can be had. (SQLite finds no outer column in an ORDER BY here.)
    (SELECT room_uid FROM (SELECT target.*, target.held_for_uid IS stay.uid AS is_told FROM offered_room AS target
      WHERE stay.state = 'Confirmed' AND stay.starts_today AND target.service_uid = stay.service_uid AND target.ordering > requested.ordering
        AND target.capacity >= stay.head_count AND target.is_ready
        AND (target.free_until_utc_ms IS NULL OR target.free_until_utc_ms >= stay.end_utc_ms)
        AND (target.held_for_uid IS NULL OR target.held_for_uid = stay.uid OR due(target.held_until_utc_ms)))
      ORDER BY is_told DESC, ordering, room, room_uid LIMIT 1) AS better_room_uid,
    (SELECT room_uid FROM (SELECT target.*, target.held_for_uid IS stay.uid AS is_told FROM offered_room AS target
      WHERE stay.state = 'Confirmed' AND stay.starts_today AND target.category_uid = stay.category_uid AND target.is_ready
        AND (target.free_until_utc_ms IS NULL OR target.free_until_utc_ms >= stay.end_utc_ms)
        AND (target.held_for_uid IS NULL OR target.held_for_uid = stay.uid OR due(target.held_until_utc_ms))
        AND EXISTS (SELECT 1 FROM resource_feature_assignment AS has JOIN resource_feature AS feature ON feature.uid = has.feature_uid
             WHERE has.resource_uid = target.room_uid AND has.is_active AND feature.is_active
               AND (feature.classification IN ('SeaView', 'RiverView', 'OceanView', 'MountainView', 'LakeView', 'HighFloor', 'Balcony', 'Terrace')
                 OR feature.name LIKE '%view%' OR feature.name LIKE '%balcony%' OR feature.name LIKE '%high floor%')
               AND NOT EXISTS (SELECT 1 FROM resource_feature_assignment AS mine WHERE mine.resource_uid = stay.room_uid
                    AND mine.feature_uid = has.feature_uid AND mine.is_active)))
      ORDER BY is_told DESC, room, room_uid LIMIT 1) AS view_room_uid,
    (SELECT min(night.level) FROM offered_night AS night WHERE night.category_uid = stay.category_uid
        AND night.starts_utc_ms = local_moment(local_date(stay.end_utc_ms, stay.zone), 0, stay.zone)) AS left_after,
    (SELECT min(night.level) FROM offered_night AS night WHERE night.category_uid = stay.category_uid
        AND night.starts_utc_ms = local_moment(local_date(stay.start_utc_ms - days(1), stay.zone), 0, stay.zone)) AS left_before,
    (SELECT CAST(value AS INTEGER) FROM record WHERE subject_uid = stay.uid AND name = 'asked_late') AS asked_late_utc_ms,
    EXISTS (SELECT 1 FROM record WHERE subject_uid = stay.uid AND name = 'extras_allowed' AND value <> 'no') AS extras_allowed,
    EXISTS (SELECT 1 FROM record WHERE subject_uid = stay.uid AND name = 'wants_to_stay' AND value <> 'no') AS wants_to_stay,
    EXISTS (SELECT 1 FROM record WHERE subject_uid = stay.account_uid AND name = 'birthday_consent' AND value <> 'no')
        AS birthday_consent,
    EXISTS (SELECT 1 FROM record WHERE subject_uid = stay.account_uid AND name = 'marketing_asked') AS marketing_asked,
    EXISTS (SELECT 1 FROM record WHERE subject_uid = zeroblob(16) AND name = 'eco_programme' AND value <> 'no')
        AS eco_programme,
    (SELECT target.room_uid FROM record AS pair JOIN offered_room AS target
         ON target.room_uid = CAST(uuid_bytes(pair.value) AS BLOB)
      WHERE pair.subject_uid = stay.room_uid AND pair.name = 'connects_to' AND stay.state = 'Confirmed' AND stay.starts_today AND target.is_ready
        AND (target.free_until_utc_ms IS NULL OR target.free_until_utc_ms >= stay.end_utc_ms)
        AND (target.held_for_uid IS NULL OR target.held_for_uid = stay.uid OR due(target.held_until_utc_ms))) AS connecting_room_uid,
    (SELECT json_group_object(chosen.kind, json_object(
            'uid', lower(hex(product.uid)), 'name', product.name,
            'units', CASE WHEN product.charging_mode LIKE 'PerPerson%' THEN max(1, stay.head_count) ELSE 1 END
                   * CASE WHEN product.charging_mode LIKE '%PerTimeUnit' THEN
                        CASE WHEN stay.state = 'Confirmed' OR stay.starts_today THEN stay.nights
                             WHEN product.service_uid <> stay.service_uid THEN
                                  nights(max(stay.start_utc_ms, stay.day_start_utc_ms), stay.end_utc_ms, stay.zone)
                             END
                     ELSE 1 END,
            'price', product.gross_millionths, 'of_stay', product.service_uid = stay.service_uid))
       FROM offered_product AS chosen JOIN product ON product.uid = chosen.product_uid
      WHERE product.is_active) AS products
FROM stay_base AS stay
CROSS JOIN reservation AS own ON own.uid = stay.uid
LEFT JOIN resource_category AS requested ON requested.uid = stay.category_uid
LEFT JOIN rate ON rate.uid = own.rate_uid
LEFT JOIN customer AS lead ON lead.uid = stay.account_uid;
