-- What can be offered to the guest of a stay (hotel-domain.md 4.2): all of stay_facts, and the columns below. What the
-- rest of the house leaves over stands in tables that the house keeps for this: offered_room, offered_night,
-- offered_price, offered_product. Prices are the guest's, taxes included, in millionths.
-- Facts that only staff know (table `record`, by the stay's uid): asked_early, asked_late (milliseconds: the time the
-- guest asks for); extras_allowed, wants_to_stay (any text but 'no'). By the guest's: birthday_consent, marketing_asked.
-- By the house's (nil): eco_programme. By a room's: connects_to (the id of the room behind the connecting door).
CREATE TEMP VIEW offer_facts AS
SELECT stay.*,
    known.day_start_utc_ms AS day_start_utc_ms, -- when this business day began, milliseconds
    known.nights_left AS nights_left, -- from today, or the arrival, on
    known.base_price AS base_price, -- a night of what was sold, as others paid until this morning; NULL: too few did
    known.higher_uid AS higher_uid, -- of higher_category
    known.better_room_uid AS better_room_uid, -- of better_room
    known.view_room_uid AS view_room_uid, -- of view_room
    known.left_after AS left_after, -- of what was sold, the night after the stay, in steps; NULL: not known
    known.left_before AS left_before, -- the same of the night before it
    known.email AS email, -- of who owns the stay; NULL: none
    known.has_ota_email AS has_ota_email, -- 1: it stands for an intermediary
    known.complaint_utc_ms AS complaint_utc_ms, -- when the newest open complaint was noted, milliseconds; NULL: none
    known.complaint_priority AS complaint_priority, -- 1 to 4, of the most urgent; NULL: none
    known.extras_allowed AS extras_allowed, -- 1: staff recorded that whoever pays allows extras
    known.wants_to_stay AS wants_to_stay, -- 1: staff recorded that the guest would like to
    known.marketing_asked AS marketing_asked, -- 1: staff recorded that the guest was asked about offers
    known.eco_programme AS eco_programme, -- 1: the house rewards skipped cleaning
    known.days_left AS arrives_in_days, -- business days until the arrival; 0 on its day, less when it is over
    CASE WHEN stay.state = 'Started' THEN 'InStay' WHEN known.days_left <= 0 THEN 'Desk' WHEN known.days_left <= 2 THEN 'Days'
         WHEN known.days_left <= 7 THEN 'Week' ELSE 'Booking' END AS stage, -- of the stay: Booking, Week (7 to 3 days
        -- before), Days (2 to 1), Desk (the day of arrival), InStay
    CASE WHEN known.purpose = 'Business' OR known.partner_company_uid IS NOT NULL OR stay.account_type = 'Company'
         THEN 'business' ELSE 'leisure' END AS segment, -- business or leisure
    known.currency AS money, -- ISO 4217; NULL: nothing has a price yet
    coalesce(age_on(known.lead_birth_date, local_date(stay.start_utc_ms, known.zone)) < 18, 0) AS is_minor, -- 1: who
        -- would be asked is a minor
    known.complaint_utc_ms IS NOT NULL AS has_complaint, -- 1: a task about a complaint is open in its room
    known.options LIKE '% SendMarketingEmails %' AS may_email, -- 1: the guest agreed to offers by e-mail
    stay.in_group AND stay.company_pays AS master_billing, -- 1: one bill for the group
    stay.state = 'Confirmed' AND due(stay.eta_utc_ms - hours(3)) AND NOT coalesce(stay.room_ready, 0)
        AS needs_room_first, -- 1: the guest comes within three hours and has no room that is ready
    coalesce(known.rate_name LIKE '%breakfast%' OR known.rate_name LIKE '%board%' OR known.rate_name LIKE '%inclusive%'
        OR known.rate_name LIKE '%pequeno%almo%' OR known.rate_name LIKE '%pens%o%' OR known.rate_name LIKE '%fr%hst%ck%'
        OR known.rate_name LIKE '%petit%d%jeuner%' OR known.rate_name LIKE '%desayuno%', 0) AS board_in_rate, -- 1: the
        -- name of the rate has a meal in it
    coalesce(known.rate_name LIKE '%non%ref%' OR known.rate_name LIKE '%advance%' OR known.rate_name LIKE '%saver%', 0)
        AS rate_is_fixed, -- 1: the name of the rate says that it cannot be canceled
    known.travel_agency_uid IS NOT NULL OR known.origin = 'ChannelManager' AS by_intermediary, -- 1: booked through one
    known.notes LIKE '%electric%' OR known.notes LIKE '%e-car%' OR known.notes LIKE '%tesla%' OR known.notes LIKE '% ev %'
        OR known.notes LIKE '%wallbox%' AS note_electric, -- 1: a note speaks of an electric car
    known.car <> '' OR known.notes LIKE '%by car%' OR known.notes LIKE '%parking%' OR known.notes LIKE '%garage%'
        AS drives, -- 1: a car is noted
    known.notes LIKE '% pet %' OR known.notes LIKE 'pet %' OR known.notes LIKE '%dog%' OR known.notes LIKE '% cat %'
        OR known.notes LIKE '%hund %' OR known.notes LIKE '%cão%' AS note_pet, -- 1: a note speaks of a pet
    known.notes LIKE '%flight%' OR known.notes LIKE '%train%' OR known.notes LIKE '%airport%' OR known.notes LIKE '%voo %'
        OR known.notes LIKE '%flug%' AS note_travel, -- 1: a note speaks of a flight or a train
    known.notes LIKE '%honeymoon%' OR known.notes LIKE '%anniversary%' OR known.notes LIKE '%birthday%'
        OR known.notes LIKE '%lua de mel%' OR known.notes LIKE '%hochzeit%' AS note_occasion, -- 1: a note speaks of one
    known.notes LIKE '%baby%' OR known.notes LIKE '%cot %' OR known.notes LIKE '%crib%' OR known.notes LIKE '%infant%'
        OR known.notes LIKE '%berço%' AS note_infant, -- 1: a note speaks of an infant
    known.notes LIKE '%late check%out%' OR known.notes LIKE '%late departure%' OR known.notes LIKE '%leave late%'
        AS note_late, -- 1: a note asks to leave late
    known.birthday_consent AND substr(known.lead_birth_date, 6)
        BETWEEN substr(local_date(stay.start_utc_ms, known.zone), 6) AND substr(local_date(stay.end_utc_ms, known.zone), 6)
        AS birthday_in_stay, -- 1: with
        -- the guest's consent to the use of the date
    coalesce(known.asked_early_utc_ms, CASE WHEN stay.eta_confidence = 3 THEN stay.eta_utc_ms END) AS early_utc_ms, -- when
        -- the guest asks to have the room, or will be here; milliseconds; NULL: not known
    coalesce(known.asked_late_utc_ms, CASE WHEN known.notes LIKE '%late check%out%' OR known.notes LIKE '%late departure%'
        OR known.notes LIKE '%leave late%' THEN stay.default_end_utc_ms + hours(2) END) AS late_utc_ms, -- until when the
        -- guest asks to stay on the last day, milliseconds; NULL: not asked
    min(coalesce(known.asked_late_utc_ms, stay.default_end_utc_ms + hours(2)),
        local_moment(local_date(stay.end_utc_ms, known.zone), 18 * 60, known.zone)) AS late_until_utc_ms, -- that, and 18:00
        -- at the latest
    local_moment(local_date(CASE WHEN stay.state = 'Started' THEN known.day_start_utc_ms + hours(12) ELSE stay.start_utc_ms END,
                            known.zone), 21 * 60, known.zone) AS kitchen_utc_ms, -- when the kitchen takes the last order
        -- for the guest's next morning, milliseconds
    local_moment(local_date(stay.end_utc_ms + days(1), known.zone), local_minute(stay.end_utc_ms, known.zone), known.zone)
        AS longer_end_utc_ms, -- the departure one day later, milliseconds
    local_moment(local_date(stay.start_utc_ms - days(1), known.zone), local_minute(stay.start_utc_ms, known.zone), known.zone)
        AS earlier_start_utc_ms, -- the arrival one day earlier, milliseconds
    strftime('%w', local_date(stay.end_utc_ms, known.zone)) IN ('5', '6') AS weekend_follows, -- 1: the night after the
        -- stay is of a Friday or Saturday
    (SELECT min(night.level) FROM offered_night AS night WHERE night.category_uid = known.category_uid
        AND night.starts_utc_ms >= known.first_night_utc_ms AND night.starts_utc_ms < known.last_morning_utc_ms) AS own_left, -- of
        -- what was sold, in its fullest night, in steps: 0 none, 1 one, 2 few, 3 a quarter to half, 4 more than half
    higher.name AS higher_category, -- the next category with two rooms left in each night; NULL: none
    (SELECT min(night.level) FROM offered_night AS night WHERE night.category_uid = known.higher_uid
        AND night.starts_utc_ms >= known.first_night_utc_ms AND night.starts_utc_ms < known.last_morning_utc_ms) AS higher_left, -- in
        -- its fullest night: 2 few, 3 a quarter to half, 4 more than half
    (SELECT nightly_millionths FROM offered_price WHERE category_uid = known.higher_uid) AS higher_price, -- a night there,
        -- as others paid until this morning; NULL: too few did
    better.room AS better_room, -- a ready room of a higher category, free until the end of the stay; NULL: none
    better_is.name AS better_category, -- its category
    (SELECT nightly_millionths FROM offered_price WHERE category_uid = better.category_uid) AS better_price, -- a night there
    (SELECT min(night.level) FROM offered_night AS night WHERE night.category_uid = better.category_uid
        AND night.starts_utc_ms = known.first_night_utc_ms) AS better_left, -- tonight, in steps as higher_left
    scenic.room AS view_room, -- a ready room of the same category with a view, a high floor or a balcony; NULL: none
    linked.room AS connecting_room, -- a ready room behind its connecting door (record `connects_to`); NULL: none
    CASE WHEN instr(known.sold, known.products ->> '$.early.uid') = 0 THEN known.products ->> '$.early.uid' END AS early_uid, -- the house's product for an early check-in, in hex digits; NULL: none, or sold already
    (known.products ->> '$.early.price') * (known.products ->> '$.early.units') AS early_price, -- for the whole stay; NULL: none
    CASE WHEN known.products ->> '$.early.of_stay' THEN 1 ELSE known.products ->> '$.early.units' END AS early_count, -- how many are ordered
    coalesce(instr(known.sold, known.products ->> '$.early.uid') > 0, 0) AS early_sold, -- 1: it is on the stay
    CASE WHEN instr(known.sold, known.products ->> '$.late.uid') = 0 THEN known.products ->> '$.late.uid' END AS late_uid, -- the house's product for a late check-out, in hex digits; NULL: none, or sold already
    (known.products ->> '$.late.price') * (known.products ->> '$.late.units') AS late_price, -- for the whole stay; NULL: none
    CASE WHEN known.products ->> '$.late.of_stay' THEN 1 ELSE known.products ->> '$.late.units' END AS late_count, -- how many are ordered
    coalesce(instr(known.sold, known.products ->> '$.late.uid') > 0, 0) AS late_sold, -- 1: it is on the stay
    CASE WHEN instr(known.sold, known.products ->> '$.breakfast.uid') = 0 THEN known.products ->> '$.breakfast.uid' END AS breakfast_uid, -- the house's product for breakfast, in hex digits; NULL: none, or sold already
    (known.products ->> '$.breakfast.price') * (known.products ->> '$.breakfast.units') AS breakfast_price, -- for the whole stay; NULL: none, or not by the night any more
    CASE WHEN known.products ->> '$.breakfast.of_stay' THEN 1 ELSE known.products ->> '$.breakfast.units' END AS breakfast_count, -- how many are ordered
    coalesce(instr(known.sold, known.products ->> '$.breakfast.uid') > 0, 0) AS breakfast_sold, -- 1: it is on the stay
    CASE WHEN instr(known.sold, known.products ->> '$.dinner.uid') = 0 THEN known.products ->> '$.dinner.uid' END AS dinner_uid, -- the house's product for dinner or half board, in hex digits; NULL: none, or sold already
    (known.products ->> '$.dinner.price') * (known.products ->> '$.dinner.units') AS dinner_price, -- for the whole stay; NULL: none, or not by the night any more
    CASE WHEN known.products ->> '$.dinner.of_stay' THEN 1 ELSE known.products ->> '$.dinner.units' END AS dinner_count, -- how many are ordered
    coalesce(instr(known.sold, known.products ->> '$.dinner.uid') > 0, 0) AS dinner_sold, -- 1: it is on the stay
    CASE WHEN instr(known.sold, known.products ->> '$.parking.uid') = 0 THEN known.products ->> '$.parking.uid' END AS parking_uid, -- the house's product for parking, in hex digits; NULL: none, or sold already
    (known.products ->> '$.parking.price') * (known.products ->> '$.parking.units') AS parking_price, -- for the whole stay; NULL: none, or not by the night any more
    CASE WHEN known.products ->> '$.parking.of_stay' THEN 1 ELSE known.products ->> '$.parking.units' END AS parking_count, -- how many are ordered
    coalesce(instr(known.sold, known.products ->> '$.parking.uid') > 0, 0) AS parking_sold, -- 1: it is on the stay
    CASE WHEN instr(known.sold, known.products ->> '$.charging.uid') = 0 THEN known.products ->> '$.charging.uid' END AS charging_uid, -- the house's product for charging of an electric car, in hex digits; NULL: none, or sold already
    (known.products ->> '$.charging.price') * (known.products ->> '$.charging.units') AS charging_price, -- for the whole stay; NULL: none, or not by the night any more
    CASE WHEN known.products ->> '$.charging.of_stay' THEN 1 ELSE known.products ->> '$.charging.units' END AS charging_count, -- how many are ordered
    coalesce(instr(known.sold, known.products ->> '$.charging.uid') > 0, 0) AS charging_sold, -- 1: it is on the stay
    CASE WHEN instr(known.sold, known.products ->> '$.bed.uid') = 0 THEN known.products ->> '$.bed.uid' END AS bed_uid, -- the house's product for an extra bed, in hex digits; NULL: none, or sold already
    (known.products ->> '$.bed.price') * (known.products ->> '$.bed.units') AS bed_price, -- for the whole stay; NULL: none, or not by the night any more
    CASE WHEN known.products ->> '$.bed.of_stay' THEN 1 ELSE known.products ->> '$.bed.units' END AS bed_count, -- how many are ordered
    coalesce(instr(known.sold, known.products ->> '$.bed.uid') > 0, 0) AS bed_sold, -- 1: it is on the stay
    CASE WHEN instr(known.sold, known.products ->> '$.cot.uid') = 0 THEN known.products ->> '$.cot.uid' END AS cot_uid, -- the house's product for a cot, in hex digits; NULL: none, or sold already
    (known.products ->> '$.cot.price') * (known.products ->> '$.cot.units') AS cot_price, -- for the whole stay; NULL: none, or not by the night any more
    CASE WHEN known.products ->> '$.cot.of_stay' THEN 1 ELSE known.products ->> '$.cot.units' END AS cot_count, -- how many are ordered
    coalesce(instr(known.sold, known.products ->> '$.cot.uid') > 0, 0) AS cot_sold, -- 1: it is on the stay
    CASE WHEN instr(known.sold, known.products ->> '$.pet.uid') = 0 THEN known.products ->> '$.pet.uid' END AS pet_uid, -- the house's product for the pet fee, in hex digits; NULL: none, or sold already
    (known.products ->> '$.pet.price') * (known.products ->> '$.pet.units') AS pet_price, -- for the whole stay; NULL: none, or not by the night any more
    CASE WHEN known.products ->> '$.pet.of_stay' THEN 1 ELSE known.products ->> '$.pet.units' END AS pet_count, -- how many are ordered
    coalesce(instr(known.sold, known.products ->> '$.pet.uid') > 0, 0) AS pet_sold, -- 1: it is on the stay
    CASE WHEN instr(known.sold, known.products ->> '$.transfer.uid') = 0 THEN known.products ->> '$.transfer.uid' END AS transfer_uid, -- the house's product for the transfer, in hex digits; NULL: none, or sold already
    (known.products ->> '$.transfer.price') * (known.products ->> '$.transfer.units') AS transfer_price, -- for the whole stay; NULL: none, or not by the night any more
    CASE WHEN known.products ->> '$.transfer.of_stay' THEN 1 ELSE known.products ->> '$.transfer.units' END AS transfer_count, -- how many are ordered
    coalesce(instr(known.sold, known.products ->> '$.transfer.uid') > 0, 0) AS transfer_sold, -- 1: it is on the stay
    CASE WHEN instr(known.sold, known.products ->> '$.occasion.uid') = 0 THEN known.products ->> '$.occasion.uid' END AS occasion_uid, -- the house's product for a package for an occasion, in hex digits; NULL: none, or sold already
    (known.products ->> '$.occasion.price') * (known.products ->> '$.occasion.units') AS occasion_price, -- for the whole stay; NULL: none, or not by the night any more
    CASE WHEN known.products ->> '$.occasion.of_stay' THEN 1 ELSE known.products ->> '$.occasion.units' END AS occasion_count, -- how many are ordered
    coalesce(instr(known.sold, known.products ->> '$.occasion.uid') > 0, 0) AS occasion_sold, -- 1: it is on the stay
    CASE WHEN instr(known.sold, known.products ->> '$.wellness.uid') = 0 THEN known.products ->> '$.wellness.uid' END AS wellness_uid, -- the house's product for wellness, in hex digits; NULL: none, or sold already
    (known.products ->> '$.wellness.price') * (known.products ->> '$.wellness.units') AS wellness_price, -- for the whole stay; NULL: none, or not by the night any more
    CASE WHEN known.products ->> '$.wellness.of_stay' THEN 1 ELSE known.products ->> '$.wellness.units' END AS wellness_count, -- how many are ordered
    coalesce(instr(known.sold, known.products ->> '$.wellness.uid') > 0, 0) AS wellness_sold, -- 1: it is on the stay
    CASE WHEN instr(known.sold, known.products ->> '$.meeting.uid') = 0 THEN known.products ->> '$.meeting.uid' END AS meeting_uid, -- the house's product for a room to work in, in hex digits; NULL: none, or sold already
    (known.products ->> '$.meeting.price') * (known.products ->> '$.meeting.units') AS meeting_price, -- for the whole stay; NULL: none, or not by the night any more
    CASE WHEN known.products ->> '$.meeting.of_stay' THEN 1 ELSE known.products ->> '$.meeting.units' END AS meeting_count, -- how many are ordered
    coalesce(instr(known.sold, known.products ->> '$.meeting.uid') > 0, 0) AS meeting_sold, -- 1: it is on the stay
    CASE WHEN instr(known.sold, known.products ->> '$.laundry.uid') = 0 THEN known.products ->> '$.laundry.uid' END AS laundry_uid, -- the house's product for laundry, in hex digits; NULL: none, or sold already
    (known.products ->> '$.laundry.price') * (known.products ->> '$.laundry.units') AS laundry_price, -- for the whole stay; NULL: none, or not by the night any more
    CASE WHEN known.products ->> '$.laundry.of_stay' THEN 1 ELSE known.products ->> '$.laundry.units' END AS laundry_count, -- how many are ordered
    coalesce(instr(known.sold, known.products ->> '$.laundry.uid') > 0, 0) AS laundry_sold -- 1: it is on the stay
FROM stay_facts AS stay
CROSS JOIN offer_base AS known ON known.uid = stay.uid
LEFT JOIN resource_category AS higher ON higher.uid = known.higher_uid
LEFT JOIN offered_room AS better ON better.room_uid = known.better_room_uid
LEFT JOIN resource_category AS better_is ON better_is.uid = better.category_uid
LEFT JOIN offered_room AS scenic ON scenic.room_uid = known.view_room_uid
LEFT JOIN offered_room AS linked ON linked.room_uid = known.connecting_room_uid;
