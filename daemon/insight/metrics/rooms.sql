-- Tonight's rooms and what they earn (hotel-domain.md 11). The night is the one that ends the business day: who is in
-- house or expected, came on this day or before, and leaves on a later one. Day use and what is no lodging (parking,
-- meeting rooms, extra beds) is not counted.
WITH
other_things (type) AS (VALUES ('Office'), ('MeetingRoom'), ('ParkingSpot'), ('Desk'), ('TeamArea'), ('Membership'),
    ('Bike'), ('ExtraBed'), ('Cot'), ('Crib'), ('ConferenceRoom'), ('Rooftop'), ('Garden'), ('Restaurant'),
    ('Amphitheater'), ('PrivateSpaces')),
-- A stay that staff bring forward by more than a month is counted when the PMS has it.
occupying AS MATERIALIZED (
    SELECT stay.uid,
        coalesce((SELECT value FROM record WHERE subject_uid = stay.uid AND name = 'house_use') <> 'no', 0)
            OR EXISTS (SELECT 1 FROM customer WHERE classifications LIKE '% Staff %'
                          AND uid IN (SELECT person_uid FROM stay_person WHERE stay_uid = stay.uid))
            OR coalesce(rate_group.name LIKE '%house use%' OR rate_group.name LIKE '%internal%', 0) AS is_house_use,
        coalesce(rate_group.name LIKE '%complimentary%', 0) AS is_complimentary
    FROM property
    JOIN stay_now AS stay ON stay.state IN ('Confirmed', 'Started') AND stay.state_now IN ('Confirmed', 'Started')
        AND stay.scheduled_start_utc_ms < property.day_end_utc_ms + 30 * 86400000
        AND stay.start_now_utc_ms < property.day_end_utc_ms AND stay.end_now_utc_ms >= property.day_end_utc_ms
    LEFT JOIN resource_category AS category ON category.uid = stay.requested_category_uid
    LEFT JOIN rate ON rate.uid = stay.rate_uid
    LEFT JOIN rate_group ON rate_group.uid = rate.group_uid
    WHERE category.type IS NULL OR category.type NOT IN (SELECT type FROM other_things)),
-- A block that ends before the day does leaves the room for the night.
lodging AS MATERIALIZED (
    SELECT room.uid,
        EXISTS (SELECT 1 FROM block_now WHERE room_uid = room.uid AND type = 'OutOfOrder'
                   AND start_utc_ms < property.day_end_utc_ms AND end_utc_ms >= property.day_end_utc_ms)
        OR (room.state_now = 'OutOfOrder' AND NOT EXISTS (
                SELECT 1 FROM block_now WHERE room_uid = room.uid AND type = 'OutOfOrder'
                   AND start_utc_ms <= :now AND end_utc_ms > :now AND end_utc_ms < property.day_end_utc_ms))
            AS is_out_of_order
    FROM property JOIN room_now AS room
    WHERE NOT EXISTS (SELECT 1 FROM resource_category_assignment AS has
                        JOIN resource_category AS category ON category.uid = has.category_uid
                       WHERE has.resource_uid = room.uid AND has.is_active
                         AND category.type IN (SELECT type FROM other_things))),
earned AS MATERIALIZED (
    SELECT item.currency, item.gross_millionths, item.net_millionths
    FROM property JOIN occupying JOIN order_item AS item ON item.service_order_uid = occupying.uid
    WHERE item.type IN ('SpaceOrder', 'NightRebate') AND item.accounting_state <> 'Canceled'
      AND item.consumed_utc_ms >= property.day_start_utc_ms AND item.consumed_utc_ms < property.day_end_utc_ms),
night AS MATERIALIZED (
    SELECT (SELECT count(*) FROM occupying WHERE NOT is_house_use AND NOT is_complimentary) AS sold,
        (SELECT count(*) FROM occupying WHERE is_complimentary AND NOT is_house_use) AS complimentary,
        (SELECT count(*) FROM occupying WHERE is_house_use) AS house_use,
        (SELECT count(*) FROM lodging) AS rooms,
        (SELECT count(*) FROM lodging WHERE NOT is_out_of_order) AS available,
        (SELECT count(*) FROM earned) AS items,
        coalesce((SELECT max(currency) FROM earned), '') AS currency,
        (SELECT CASE WHEN count(DISTINCT currency) <= 1 THEN coalesce(sum(gross_millionths), 0) END FROM earned) AS gross,
        (SELECT CASE WHEN count(DISTINCT currency) <= 1 THEN coalesce(sum(net_millionths), 0) END FROM earned) AS net,
        (SELECT CASE WHEN count(complete_utc_ms) = 3 THEN min(complete_utc_ms) END FROM stream
          WHERE list IN ('reservations', 'resources', 'resourceBlocks')) AS as_of,
        (SELECT CASE WHEN count(complete_utc_ms) = 4 THEN min(complete_utc_ms) END FROM stream
          WHERE list IN ('reservations', 'resources', 'resourceBlocks', 'orderItems')) AS money_as_of)
SELECT 'rooms_sold' AS name, 'rooms' AS unit, 1 AS parts, sold AS value, sold AS subjects, as_of AS as_of_utc_ms,
       'live stays that occupy tonight, without house use and complimentary ones' AS says, '' AS waits_for FROM night
UNION ALL SELECT 'rooms_complimentary', 'rooms', 1, complimentary, complimentary, as_of,
       'stays that occupy tonight at a complimentary rate', '' FROM night
UNION ALL SELECT 'rooms_house_use', 'rooms', 1, house_use, house_use, as_of,
       'stays that occupy tonight for the house itself: recorded so, of staff, or at a rate of internal use', '' FROM night
UNION ALL SELECT 'rooms_available', 'rooms', 1, available, rooms, as_of,
       'active rooms without those out of order tonight', '' FROM night
UNION ALL SELECT 'occupancy', 'percent', 100, (sold * 10000 + available / 2) / nullif(available, 0), available, as_of,
       'rooms sold of rooms available', '' FROM night
UNION ALL SELECT 'adr_gross', currency, 1000000, gross / nullif(sold, 0), sold, money_as_of,
       'room revenue of tonight by room sold, with taxes; null with several currencies', '' FROM night
UNION ALL SELECT 'adr_net', currency, 1000000, net / nullif(sold, 0), sold, money_as_of,
       'room revenue of tonight by room sold, without taxes; null with several currencies', '' FROM night
UNION ALL SELECT 'revpar_gross', currency, 1000000, gross / nullif(available, 0), available, money_as_of,
       'room revenue of tonight by room available, with taxes; null with several currencies', '' FROM night
UNION ALL SELECT 'revpar_net', currency, 1000000, net / nullif(available, 0), available, money_as_of,
       'room revenue of tonight by room available, without taxes; null with several currencies', '' FROM night
