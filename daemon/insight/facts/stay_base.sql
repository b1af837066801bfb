-- For stay_facts: what is known of a stay without looking at others.
CREATE TEMP VIEW stay_base AS
SELECT DISTINCT stay.*,
    property.zone, property.day_start_utc_ms, property.day_end_utc_ms,
    nights(stay.start_utc_ms, stay.end_utc_ms, property.zone) AS nights,
    day_start(stay.start_utc_ms, property.zone, property.closing_ms) AS arrival_day_utc_ms,
    day_start(stay.end_utc_ms, property.zone, property.closing_ms) AS departure_day_utc_ms,
    stay.start_utc_ms >= property.day_start_utc_ms AND stay.start_utc_ms < property.day_end_utc_ms AS starts_today,
    stay.end_utc_ms >= property.day_start_utc_ms AND stay.end_utc_ms < property.day_end_utc_ms AS ends_today,
    local_moment(local_date(stay.start_utc_ms, property.zone), service.start_offset_ms / 60000, property.zone)
        AS default_start_utc_ms,
    local_moment(local_date(stay.end_utc_ms, property.zone), service.end_offset_ms / 60000, property.zone)
        AS default_end_utc_ms,
    local_moment(local_date(stay.start_utc_ms - property.closing_ms, property.zone), (24 + 2) * 60, property.zone)
        AS no_show_utc_ms,
    (SELECT CAST(value AS INTEGER) FROM record WHERE subject_uid = stay.uid AND name = 'eta') AS told_eta_utc_ms,
    coalesce((SELECT CAST(value AS INTEGER) FROM record WHERE subject_uid = stay.uid AND name = 'agreed_departure'),
             stay.end_utc_ms) AS etd_utc_ms,
    (SELECT value FROM record WHERE subject_uid = stay.uid AND name = 'house_use') AS told_house_use,
    EXISTS (SELECT 1 FROM record WHERE subject_uid = stay.uid AND name = 'extra_bed' AND value <> 'no') AS told_extra_bed,
    EXISTS (SELECT 1 FROM record WHERE subject_uid = stay.uid AND name = 'upgrade_reason' AND value <> 'no')
        OR EXISTS (SELECT 1 FROM order_item WHERE service_order_uid = stay.uid AND type = 'ResourceUpgradeFee'
                      AND accounting_state <> 'Canceled') AS upgrade_explained,
    EXISTS (SELECT 1 FROM record WHERE subject_uid = stay.uid AND name = 'downgrade_agreed' AND value <> 'no')
        AS downgrade_agreed,
    (SELECT value FROM record WHERE subject_uid = stay.uid AND name = 'requests_triaged') AS told_triaged,
    (SELECT value FROM record WHERE subject_uid = stay.uid AND name = 'vip_prepared') AS told_vip_prepared,
    (SELECT value FROM record WHERE subject_uid = stay.uid AND name = 'arrival_prepared') AS told_prepared,
    -- What stands of the one who owns the stay, or else of its first companion.
    (SELECT value FROM completeness WHERE subject = 'person' AND uid = (
        SELECT person_uid FROM stay_person WHERE stay_uid = stay.uid ORDER BY place LIMIT 1)) AS lead_profile,
    EXISTS (SELECT 1 FROM record WHERE subject_uid = stay.uid AND name = 'city_tax_exempt' AND value <> 'no')
        AS told_exempt,
    EXISTS (SELECT 1 FROM record WHERE subject_uid = stay.uid AND name = 'company_pays' AND value <> 'no')
        AS told_company_pays,
    EXISTS (SELECT 1 FROM record WHERE subject_uid = zeroblob(16) AND name = 'city_tax' AND value <> 'no')
        AS city_tax_levied,
    EXISTS (SELECT 1 FROM record WHERE name = 'assistance' AND value <> 'no' AND subject_uid IN (
                SELECT stay.uid UNION ALL SELECT person_uid FROM stay_person WHERE stay_uid = stay.uid))
        AS assistance_told,
    EXISTS (SELECT 1 FROM service_order_note WHERE order_uid = stay.uid
               AND (text LIKE '%wheelchair%' OR text LIKE '%accessible%' OR text LIKE '%barrier%free%'
                    OR text LIKE '%rollstuhl%' OR text LIKE '%barrierefrei%' OR text LIKE '%silla de ruedas%'
                    OR text LIKE '%fauteuil roulant%' OR text LIKE '%cadeira de rodas%')) AS assistance_asked,
    (SELECT count(*) FROM service_order_note WHERE order_uid = stay.uid AND type = 'SpecialRequest') AS requests,
    coalesce((SELECT ' ' || group_concat(classifications, ' ') || ' ' FROM customer
               WHERE uid IN (SELECT person_uid FROM stay_person WHERE stay_uid = stay.uid)), '') AS classes,
    coalesce((SELECT preferred_space_features FROM customer WHERE uid = stay.account_uid), '') AS wishes,
    (SELECT count(*) FROM customer WHERE uid IN (SELECT person_uid FROM stay_person WHERE stay_uid = stay.uid)) AS known_persons,
    (SELECT count(*) FROM customer
      WHERE uid IN (SELECT person_uid FROM stay_person WHERE stay_uid = stay.uid)
        AND length(trim(last_name)) > 1
        AND NOT is_placeholder_name(last_name, coalesce((SELECT name FROM company WHERE uid = stay.payer_uid), '')))
        AS named_persons,
    -- By age on arrival, of those whose birth date is known; and as the PMS counts them.
    max((SELECT count(*) FROM (
            SELECT max(birth_date) AS birth_date FROM stay_person WHERE stay_uid = stay.uid GROUP BY person_uid)
          WHERE age_on(birth_date, local_date(stay.start_utc_ms, property.zone)) < 18),
        (SELECT coalesce(sum(counted.value ->> 'Count'), 0) FROM json_each(stay.person_counts) AS counted
           JOIN age_category ON lower(hex(age_category.uid)) = replace(counted.value ->> 'AgeCategoryId', '-', '')
          WHERE age_category.classification = 'Child')) AS minors,
    (SELECT CAST(value AS INTEGER) FROM record WHERE subject_uid = stay.uid AND name = 'asked_early') AS asked_early_utc_ms,
    (SELECT sum(gross_millionths) FROM order_item WHERE service_order_uid = stay.uid AND type = 'SpaceOrder'
        AND accounting_state <> 'Canceled')
        / max(1, nights(stay.start_utc_ms, stay.end_utc_ms, property.zone)) AS nightly_millionths,
    (SELECT coalesce(sum(gross_millionths), 0) FROM order_item WHERE service_order_uid = stay.uid
        AND accounting_state <> 'Canceled') AS charged_millionths,
    (SELECT coalesce(-sum(gross_millionths), 0) FROM payment WHERE reservation_uid = stay.uid
        AND state = 'Charged') AS paid_millionths,
    (SELECT coalesce(sum(gross_millionths), 0) FROM order_item WHERE service_order_uid = stay.uid
        AND accounting_state = 'Open' AND consumed_utc_ms < property.day_end_utc_ms
        AND type NOT IN ('SpaceOrder', 'NightRebate', 'CityTax', 'CityTaxDiscount')) AS open_extras_millionths,
    EXISTS (SELECT 1 FROM order_item WHERE service_order_uid = stay.uid AND accounting_state <> 'Canceled'
               AND (type = 'CityTax' OR (SELECT rest ->> '$.Classifications.CityTax' FROM product
                                          WHERE uid = order_item.product_uid))) AS has_city_tax,
    EXISTS (SELECT 1 FROM order_item WHERE service_order_uid = stay.uid AND accounting_state <> 'Canceled'
               AND (billing_name LIKE '%extra bed%' OR billing_name LIKE '%rollaway%' OR billing_name LIKE '%cot%'
                    OR billing_name LIKE '%crib%')) AS bed_sold,
    coalesce(
        (SELECT id FROM payment WHERE reservation_uid = stay.uid ORDER BY created_utc_ms DESC, id DESC LIMIT 1),
        (SELECT id FROM payment WHERE account_uid = stay.account_uid AND created_utc_ms >= stay.created_utc_ms
            AND stay.account_type = 'Customer' ORDER BY created_utc_ms DESC, id DESC LIMIT 1)) AS last_payment_id
FROM property
JOIN (
    SELECT DISTINCT uid, number, state_now AS state, account_uid, account_type, group_uid, service_uid, rate_uid,
           persons AS head_count, start_now_utc_ms AS start_utc_ms, end_now_utc_ms AS end_utc_ms, created_utc_ms,
           released_utc_ms AS release_utc_ms, room_uid_now AS room_uid,
           assigned_resource_locked AS room_locked, requested_category_uid AS category_uid,
           coalesce(partner_company_uid, travel_agency_uid, CASE WHEN account_type = 'Company' THEN account_uid END)
               AS payer_uid,
           rest ->> '$.CreditCardId' IS NOT NULL AS has_card, rest ->> 'PersonCounts' AS person_counts,
           rest ->> '$.AvailabilityBlockId' IS NOT NULL AS in_group_block
    FROM stay_now WHERE state <> 'Canceled'
) AS stay ON stay.end_utc_ms >= property.day_start_utc_ms - days(1) OR stay.state = 'Started'
LEFT JOIN service ON service.uid = stay.service_uid;
