-- What is known of a stay, once for all rules (hotel-domain.md 0.4). A row for each stay that still matters: not
-- canceled, and not left before yesterday. Staff's changes that wait for the PMS are in it.
-- Nothing here depends on the time of asking but through `due`: what does, is said as a moment. So the forecast of
-- hotel-domain.md 3.4 is max(now, vacated_utc_ms) + ready_minutes, and the slack eta_utc_ms minus that. There is no
-- plan of attendants yet: an unassigned room waits 20 minutes for one, a clean one 15 for its inspection.
-- Facts that only staff know (table `record`, by the stay's uid): eta, agreed_departure (milliseconds); extra_bed,
-- upgrade_reason, downgrade_agreed, service_plan, assistance, house_use, city_tax_exempt, company_pays (any text but
-- 'no'); requests_triaged (some, all, done); vip_prepared, arrival_prepared (planned, done); credit_limit (millionths). By a person's uid: assistance. By the house's (nil):
-- city_tax (any text but 'no'), credit_limit (millionths).
-- SELECT DISTINCT keeps a sub-query apart: what it computes is computed once, however often it is used.
CREATE TEMP VIEW stay_facts AS
SELECT
    known.uid AS uid,
    known.number AS number, -- the PMS's confirmation number
    known.state AS state, -- Inquired, Requested, Optional, Confirmed, Started (in house), Processed (left)
    known.account_uid AS account_uid, -- who owns it: a person or a company
    known.account_type AS account_type, -- Customer or Company
    known.group_uid AS group_uid, -- the booking it belongs to
    known.head_count AS head_count, -- persons of all ages
    known.minors AS minors, -- persons under 18: as the PMS counts children, or more by their birth dates
    known.start_utc_ms AS start_utc_ms, -- planned arrival, milliseconds
    known.end_utc_ms AS end_utc_ms, -- planned departure, milliseconds
    known.nights AS nights, -- 0 for day use
    known.created_utc_ms AS created_utc_ms, -- when it was booked, milliseconds
    known.starts_today AS starts_today, -- 1 or 0, by the business day
    known.ends_today AS ends_today, -- 1 or 0, by the business day
    known.state = 'Confirmed' AND known.starts_today AS due_in, -- 1: arrives today and has not yet
    known.state = 'Started' AND known.ends_today AS due_out, -- 1: leaves today and has not yet
    known.state = 'Started' AND known.arrival_day_utc_ms < known.day_start_utc_ms
        AND known.departure_day_utc_ms > known.day_start_utc_ms AS stayover, -- 1: in house, neither came nor goes today
    known.nights = 0 AS day_use, -- 1: leaves on the day of arrival
    known.arrival_day_utc_ms AS arrival_day_utc_ms, -- when the business day of the arrival begins, milliseconds
    known.departure_day_utc_ms AS departure_day_utc_ms, -- when the business day of the departure begins, milliseconds
    known.default_start_utc_ms AS default_start_utc_ms, -- the service's usual arrival that day; NULL: it has none
    known.default_end_utc_ms AS default_end_utc_ms, -- the service's usual departure that day; NULL: it has none
    known.no_show_utc_ms AS no_show_utc_ms, -- 02:00 after the day of arrival, milliseconds
    coalesce(known.told_eta_utc_ms, known.start_utc_ms) AS eta_utc_ms, -- when the guest is expected, milliseconds
    CASE WHEN known.told_eta_utc_ms IS NOT NULL THEN 3
         WHEN known.start_utc_ms <> known.default_start_utc_ms THEN 2
         ELSE 0 END AS eta_confidence, -- 3 staff know it, 2 booked for that hour, 0 the usual hour; 1 (by habit) is not
        -- computed
    known.asked_early_utc_ms IS NOT NULL AS asked_early, -- 1: staff recorded that the guest asked to come early
    known.etd_utc_ms AS etd_utc_ms, -- when the guest leaves: as agreed with staff, else as booked; milliseconds
    known.etd_utc_ms + minutes(30) + 1 AS overdue_utc_ms, -- from then on a guest in house is overdue, milliseconds
    known.release_utc_ms AS release_utc_ms, -- when an option lapses, milliseconds; NULL: it does not
    waiting.reservation_uid IS NOT NULL AS guest_waiting, -- 1: the guest stands at the desk
    known.room_uid AS room_uid, -- the assigned room; NULL: none
    known.room AS room, -- its number; NULL: none is assigned
    known.room_locked AS room_locked, -- 1: the room may not be changed in the PMS without unlocking it
    known.room_state AS room_state, -- Dirty, Clean, Inspected, OutOfService, OutOfOrder; NULL: none is assigned
    known.category AS category, -- what was sold
    known.category_ordering AS category_ordering, -- of what was sold: a lower number is a lower category
    known.room_ordering AS room_ordering, -- of the assigned room's category; NULL: none is assigned
    known.capacity AS capacity, -- persons the sold category takes
    known.extra_capacity AS extra_capacity, -- persons more, with extra beds
    known.extra_bed AS extra_bed, -- 1: an extra bed or cot is ordered, sold, or a task of its room
    known.upgrade_explained AS upgrade_explained, -- 1: an upgrade fee is on it, or staff recorded why
    known.downgrade_agreed AS downgrade_agreed, -- 1: staff recorded that the guest agreed
    known.occupant_uid IS NOT NULL AS room_occupied, -- 1: somebody else is in the room
    known.room_blocked AS room_blocked, -- 1: a block of the room overlaps the stay
    known.room_state = 'Inspected' AND known.occupant_uid IS NULL AND NOT known.room_blocked AS room_ready, -- 1; NULL:
        -- no room
    CASE WHEN due(occupant.etd_utc_ms + minutes(30) + 1) THEN occupant.etd_utc_ms + minutes(45)
         ELSE occupant.etd_utc_ms END AS vacated_utc_ms, -- when the room is expected to be left; NULL: it is vacant, or
        -- none
    CASE WHEN known.room_uid IS NULL THEN NULL
         WHEN known.occupant_uid IS NULL AND known.room_state = 'Inspected' THEN 0
         WHEN known.occupant_uid IS NULL AND known.room_state = 'Clean' THEN 6 + 15
         ELSE known.clean_minutes + 6 + 15 + 20 END AS ready_minutes, -- work and waiting until its room is ready; NULL:
        -- no room
    known.clean_minutes + CASE WHEN known.nights >= 5 THEN 8 ELSE 0 END + 6 AS turn_minutes, -- cleaning and inspection
        -- after it; NULL: no room
    next.number AS next_number, -- of the stay that has the room next; NULL: none
    coalesce((SELECT CAST(value AS INTEGER) FROM record WHERE subject_uid = next.uid AND name = 'eta'),
             next.start_now_utc_ms) AS next_eta_utc_ms, -- when its guest is expected, milliseconds; NULL: none
    coalesce(next.state_now = 'Confirmed' AND next.start_now_utc_ms < known.day_end_utc_ms, 0) AS next_due_in, -- 1: and
        -- it arrives today
    clash.number AS clash_number, -- of another live stay in the room at that time; NULL: none
    clash.start_now_utc_ms AS clash_start_utc_ms, -- when that begins, milliseconds; NULL: none
    known.held_before AS held_before, -- 1: the room is somebody else's the night before
    known.continues_in AS continues_in, -- the room the same guest has from this departure on, when it is another; NULL:
        -- none
    known.duplicate_number AS duplicate_number, -- of a booking that looks like the same; NULL: none
    known.nightly_millionths AS nightly_millionths, -- what a night costs, taxes included; NULL: its items are not known
    known.usual_nightly_millionths AS usual_nightly_millionths, -- median of 8 or more of the category, same arrival
        -- day; NULL: fewer
    known.is_house AS is_house, -- 1: internal, staff, or a complimentary rate
    known.is_package AS is_package, -- 1: the service is billed as a package, so a night's price says little
    known.in_group AS in_group, -- 1: others are booked with it, or it comes from a group block
    known.named_persons = 0 AS unnamed, -- 1: nobody of it has a real name yet
    known.known_persons AS known_persons, -- owner, if a person, and companions
    max(0, known.head_count - known.known_persons) AS missing_persons, -- persons nobody has told of
    CASE WHEN known.classes LIKE '% VeryImportant %' OR known.classes LIKE '% TopManagement %' THEN 4
         WHEN known.classes LIKE '% Important %' OR known.classes LIKE '% Media %' THEN 3
         WHEN known.classes LIKE '% FriendOrFamily %' THEN 2
         WHEN known.classes LIKE '% LoyaltyProgram %' OR known.classes LIKE '% Returning %' THEN 1
         ELSE 0 END AS vip_rank, -- 4 to 0, the highest of its persons
    known.classes LIKE '% PreviousComplaint %' OR known.classes LIKE '% Problematic %' AS care_flag, -- 1: somebody of
        -- it complained, or is difficult
    known.classes LIKE '% Blocklist %' OR known.classes LIKE '% Blacklist %'
        OR known.classes LIKE '% Problematic %' AS restricted, -- 1: somebody of it is not to be let in without a
        -- manager
    known.classes LIKE '% Cashlist %' AS no_post, -- 1: nothing may be put on the bill of somebody of it
    known.classes LIKE '% DisabledPerson %' OR known.assistance_told OR known.assistance_asked AS needs_assistance, -- 1:
        -- by class, record or a note
    known.room_accessible AS room_accessible, -- 1: the assigned room is made for it; NULL: none is assigned
    known.wish_elsewhere AS wish_elsewhere, -- a wished feature its room lacks and a ready one of the category has; only
        -- on the day of arrival
    known.requests AS requests, -- special requests in its notes
    coalesce(known.told_triaged NOT IN ('no', 'some'), 0) AS requests_triaged, -- 1: staff recorded that all are looked
        -- through
    coalesce(known.told_triaged = 'done'
        OR (known.told_triaged NOT IN ('no', 'some') AND NOT known.room_work_open), 0) AS requests_done, -- 1:
        -- and no task of its room is left
    CASE coalesce(known.told_vip_prepared, known.vip_tasks) WHEN 'done' THEN 2 WHEN 'planned' THEN 1 ELSE 0
        END AS vip_prepared, -- 2: what its room has of VIP tasks is done, or staff recorded so; 1: planned; 0: nothing is
    CASE coalesce(known.told_prepared, known.desk_tasks) WHEN 'done' THEN 2 WHEN 'planned' THEN 1 ELSE 0
        END AS arrival_prepared, -- the same for keys, parking and documents
    coalesce(known.lead_profile ->> 'legal', 0) AS legal_profile, -- how much of what the law asks of the lead is known, 0
        -- to 100; 0: nobody is named
    coalesce(max(coalesce(known.lead_profile ->> '$.quality.F21', 0),
                 coalesce(known.lead_profile ->> '$.quality.F22', 0)), 0) AS contact_quality, -- of the lead's phone or
        -- e-mail, the better: 2 good, 1 doubtful, 0 none
    coalesce(known.lead_profile ->> 'all_persons', 0) AS needs_all_persons, -- 1: the law asks for every companion
    CASE WHEN known.payer_invoiceable THEN 5
         WHEN known.charged_millionths > 0 AND known.paid_millionths >= known.charged_millionths THEN 4
         WHEN known.nightly_millionths > 0 AND known.paid_millionths >= known.nightly_millionths THEN 3
         WHEN known.preauthorization = 'Completed' THEN 2
         WHEN known.has_card THEN 1
         ELSE 0 END AS guarantee, -- 5 invoice, 4 prepaid, 3 first night, 2 preauthorised, 1 card on file, 0 none
    known.preauthorization AS preauthorization, -- best of its requests: Completed, Pending, Expired, Canceled; NULL:
        -- none
    known.balance_millionths AS balance_millionths, -- open until the end of today, payments off: of the person, or of
        -- the stay when a company has it; NULL: mixed currencies
    known.open_extras_millionths AS open_extras_millionths, -- what of it is neither night nor tax, payments not off
    known.credit_limit_millionths AS credit_limit_millionths, -- preauthorised, or recorded for the stay or the house;
        -- NULL: none
    known.last_payment_state AS last_payment_state, -- Charged, Canceled, Pending, Failed, Verifying; NULL: no payment
        -- since it was booked
    known.last_payment_utc_ms AS last_payment_utc_ms, -- when that payment was made, milliseconds
    known.city_tax_due AS city_tax_due, -- 1: the house levies one (record `city_tax`) and the stay is not exempt
    known.has_city_tax AS has_city_tax, -- 1: an item for it is there
    known.payer_invoiceable AS payer_invoiceable, -- 1: its company or agency may be sent an invoice; 0: it may not;
        -- NULL: it has none
    known.company_pays AS company_pays -- 1: the company owns it, has items of it, or staff recorded so
FROM (
    SELECT DISTINCT stay.*,
        room.name AS room, (SELECT state_now FROM room_now WHERE uid = stay.room_uid) AS room_state,
        requested.name AS category, requested.ordering AS category_ordering, assigned.ordering AS room_ordering,
        requested.capacity, coalesce(requested.extra_capacity, 0) AS extra_capacity,
        CASE WHEN room.uid IS NULL THEN NULL
             WHEN assigned.type = 'Suite' OR assigned.classification LIKE '%Suite' THEN 54
             WHEN assigned.classification = 'Family' THEN 39
             WHEN assigned.type = 'Dorm' OR assigned.classification = 'SharedOrDorm' THEN 15
             ELSE 30 END AS clean_minutes,
        (SELECT other.uid FROM stay_now AS other
          WHERE other.uid IN (SELECT uid FROM room_candidate WHERE room_uid = stay.room_uid)
            AND other.room_uid_now = stay.room_uid AND other.uid <> stay.uid AND other.state_now = 'Started'
          ORDER BY other.end_now_utc_ms DESC LIMIT 1) AS occupant_uid,
        (SELECT other.uid FROM stay_now AS other
          WHERE other.uid IN (SELECT uid FROM room_candidate WHERE room_uid = stay.room_uid)
            AND other.room_uid_now = stay.room_uid AND other.uid <> stay.uid
            AND other.state_now IN ('Optional', 'Confirmed', 'Started')
            AND other.account_uid IS NOT stay.account_uid AND other.start_now_utc_ms >= stay.end_utc_ms
          ORDER BY other.start_now_utc_ms LIMIT 1) AS next_uid,
        (SELECT other.uid FROM stay_now AS other
          WHERE other.uid IN (SELECT uid FROM room_candidate WHERE room_uid = stay.room_uid)
            AND other.room_uid_now = stay.room_uid AND other.uid <> stay.uid
            AND other.state_now IN ('Optional', 'Confirmed', 'Started')
            AND other.start_now_utc_ms < stay.end_utc_ms AND other.end_now_utc_ms > stay.start_utc_ms
          ORDER BY other.start_now_utc_ms, other.uid LIMIT 1) AS clash_uid,
        EXISTS (SELECT 1 FROM stay_now AS other
          WHERE other.uid IN (SELECT uid FROM room_candidate WHERE room_uid = stay.room_uid)
            AND other.room_uid_now = stay.room_uid AND other.uid <> stay.uid
            AND other.state_now IN ('Optional', 'Confirmed', 'Started')
            AND other.start_now_utc_ms < stay.arrival_day_utc_ms
            AND other.end_now_utc_ms > stay.arrival_day_utc_ms) AS held_before,
        EXISTS (SELECT 1 FROM block_now WHERE room_uid = stay.room_uid
            AND start_utc_ms < stay.end_utc_ms AND end_utc_ms > stay.start_utc_ms) AS room_blocked,
        CASE WHEN stay.account_type = 'Customer' THEN (
            SELECT another.name FROM stay_now AS other JOIN room_now AS another ON another.uid = other.room_uid_now
             WHERE other.account_uid = stay.account_uid
               AND other.scheduled_start_utc_ms BETWEEN stay.end_utc_ms - days(2) AND stay.end_utc_ms + days(2)
               AND other.start_now_utc_ms >= stay.end_utc_ms
               AND local_date(other.start_now_utc_ms, stay.zone) = local_date(stay.end_utc_ms, stay.zone)
               AND other.state_now IN ('Confirmed', 'Started') AND other.room_uid_now <> stay.room_uid
             ORDER BY other.start_now_utc_ms LIMIT 1) END AS continues_in,
        CASE WHEN stay.account_type = 'Customer' AND stay.state IN ('Optional', 'Confirmed') THEN (
            SELECT other.number FROM stay_now AS other
             WHERE other.account_uid IN (
                   SELECT stay.account_uid
                   UNION SELECT same.uid FROM customer AS mine JOIN customer AS same ON same.email = mine.email
                          WHERE mine.uid = stay.account_uid
                   UNION SELECT same.uid FROM customer AS mine JOIN customer AS same ON same.phone = mine.phone
                          WHERE mine.uid = stay.account_uid)
               AND other.scheduled_start_utc_ms BETWEEN stay.start_utc_ms - days(90) AND stay.end_utc_ms + days(2)
               AND other.start_now_utc_ms < stay.end_utc_ms AND other.end_now_utc_ms > stay.start_utc_ms
               AND abs(other.created_utc_ms - stay.created_utc_ms) <= hours(72)
               AND other.uid <> stay.uid AND other.number <> stay.number AND other.group_uid IS NOT stay.group_uid
               AND other.state_now IN ('Optional', 'Confirmed', 'Started')
             ORDER BY other.number LIMIT 1) END AS duplicate_number,
        CASE WHEN stay.state IN ('Optional', 'Confirmed') THEN (
            SELECT night FROM (
                SELECT night, row_number() OVER (ORDER BY night) AS place, count(*) OVER () AS many FROM (
                    SELECT (SELECT sum(gross_millionths) FROM order_item
                             WHERE service_order_uid = other.uid AND type = 'SpaceOrder' AND accounting_state <> 'Canceled')
                           / max(1, nights(other.scheduled_start_utc_ms, other.scheduled_end_utc_ms, stay.zone)) AS night
                    FROM reservation AS other
                    WHERE other.requested_category_uid = stay.category_uid AND other.uid <> stay.uid
                      AND other.scheduled_start_utc_ms >= stay.arrival_day_utc_ms
                      AND other.scheduled_start_utc_ms < stay.arrival_day_utc_ms + days(1)
                      AND other.state IN ('Confirmed', 'Started', 'Processed')
                    LIMIT 16)
                WHERE night > 0)
            WHERE many >= 8 AND place = (many + 1) / 2) END AS usual_nightly_millionths,
        coalesce(stay.told_house_use <> 'no' OR stay.classes LIKE '% Staff %', stay.classes LIKE '% Staff %')
            OR coalesce(rate_group.name LIKE '%complimentary%' OR rate_group.name LIKE '%house use%'
                        OR rate_group.name LIKE '%internal%', 0) AS is_house,
        coalesce(service.rest ->> '$.Options.BillAsPackage', 0) AS is_package,
        (stay.group_uid IS NOT NULL AND EXISTS (SELECT 1 FROM reservation AS other
             WHERE other.group_uid = stay.group_uid AND other.uid <> stay.uid AND other.state <> 'Canceled'))
            OR stay.in_group_block AS in_group,
        CASE WHEN room.uid IS NOT NULL THEN EXISTS (
            SELECT 1 FROM resource_feature_assignment AS has JOIN resource_feature AS feature ON feature.uid = has.feature_uid
             WHERE has.resource_uid = stay.room_uid AND has.is_active
               AND feature.classification IN ('AccessibleRoom', 'AccessibleBathroom')) END AS room_accessible,
        CASE WHEN stay.state = 'Confirmed' AND stay.starts_today AND stay.wishes <> '' THEN (
            SELECT feature.classification FROM resource_feature AS feature
             WHERE stay.wishes LIKE '% ' || feature.classification || ' %' AND feature.is_active
               AND NOT EXISTS (SELECT 1 FROM resource_feature_assignment AS has
                    WHERE has.resource_uid = stay.room_uid AND has.feature_uid = feature.uid AND has.is_active)
               AND EXISTS (SELECT 1 FROM resource_feature_assignment AS has
                    JOIN room_now AS other ON other.uid = has.resource_uid
                    JOIN resource_category_assignment AS alike ON alike.resource_uid = has.resource_uid AND alike.is_active
                    WHERE has.feature_uid = feature.uid AND has.is_active AND alike.category_uid = assigned.uid
                      AND other.state_now = 'Inspected'
                      AND NOT EXISTS (SELECT 1 FROM block_now WHERE room_uid = has.resource_uid
                            AND start_utc_ms < stay.end_utc_ms AND end_utc_ms > stay.start_utc_ms)
                      AND NOT EXISTS (SELECT 1 FROM stay_now AS holder
                            WHERE holder.uid IN (SELECT uid FROM room_candidate WHERE room_uid = has.resource_uid)
                              AND holder.room_uid_now = has.resource_uid
                              AND holder.state_now IN ('Optional', 'Confirmed', 'Started')
                              AND holder.start_now_utc_ms < stay.end_utc_ms
                              AND (holder.end_now_utc_ms > stay.start_utc_ms OR holder.state_now = 'Started')))
             ORDER BY feature.classification LIMIT 1) END AS wish_elsewhere,
        EXISTS (SELECT 1 FROM task WHERE room_uid = stay.room_uid AND done_utc_ms IS NULL) AS room_work_open,
        (SELECT CASE count(*) WHEN 0 THEN NULL WHEN count(done_utc_ms) THEN 'done' ELSE 'planned' END FROM task
          WHERE room_uid = stay.room_uid AND created_utc_ms >= stay.arrival_day_utc_ms - days(1)
            AND title LIKE '%VIP%') AS vip_tasks,
        (SELECT CASE count(*) WHEN 0 THEN NULL WHEN count(done_utc_ms) THEN 'done' ELSE 'planned' END FROM task
          WHERE room_uid = stay.room_uid AND created_utc_ms >= stay.arrival_day_utc_ms - days(1)
            AND (title LIKE '%key%' OR title LIKE '%parking%' OR title LIKE '%document%' OR title LIKE '%form%')) AS desk_tasks,
        EXISTS (SELECT 1 FROM task WHERE room_uid = stay.room_uid AND done_utc_ms IS NULL
                   AND (title LIKE '%bed%' OR title LIKE '%cot%' OR title LIKE '%crib%'))
            OR stay.told_extra_bed OR stay.bed_sold AS extra_bed,
        (SELECT state FROM payment_request WHERE reservation_uid = stay.uid AND type = 'Preauthorization'
          ORDER BY CASE state WHEN 'Completed' THEN 0 WHEN 'Pending' THEN 1 WHEN 'Expired' THEN 2 ELSE 3 END
          LIMIT 1) AS preauthorization,
        coalesce((SELECT CAST(value AS INTEGER) FROM record WHERE subject_uid = stay.uid AND name = 'credit_limit'),
                 (SELECT max(gross_millionths) FROM payment_request WHERE reservation_uid = stay.uid
                     AND type = 'Preauthorization' AND state = 'Completed'),
                 (SELECT CAST(value AS INTEGER) FROM record
                   WHERE subject_uid = zeroblob(16) AND name = 'credit_limit')) AS credit_limit_millionths,
        CASE WHEN stay.account_type = 'Customer' THEN (
            SELECT CASE WHEN count(DISTINCT currency) <= 1 THEN coalesce(sum(gross_millionths), 0) END FROM (
                SELECT currency, gross_millionths FROM order_item
                 WHERE account_uid = stay.account_uid AND accounting_state = 'Open' AND consumed_utc_ms < stay.day_end_utc_ms
                UNION ALL
                SELECT currency, gross_millionths FROM payment
                 WHERE account_uid = stay.account_uid AND accounting_state = 'Open'
                   AND state NOT IN ('Pending', 'Failed', 'Canceled', 'Verifying')))
        ELSE (
            SELECT CASE WHEN count(DISTINCT currency) <= 1 THEN coalesce(sum(gross_millionths), 0) END FROM (
                SELECT currency, gross_millionths FROM order_item
                 WHERE service_order_uid = stay.uid AND accounting_state = 'Open' AND consumed_utc_ms < stay.day_end_utc_ms
                UNION ALL
                SELECT currency, gross_millionths FROM payment
                 WHERE reservation_uid = stay.uid AND accounting_state = 'Open'
                   AND state NOT IN ('Pending', 'Failed', 'Canceled', 'Verifying'))) END AS balance_millionths,
        last_payment.state AS last_payment_state,
        last_payment.created_utc_ms AS last_payment_utc_ms,
        stay.city_tax_levied AND NOT stay.told_exempt AS city_tax_due,
        CASE WHEN payer.uid IS NOT NULL THEN coalesce(payer.rest ->> '$.Options.Invoiceable', 0) END AS payer_invoiceable,
        stay.account_type = 'Company' OR stay.told_company_pays OR EXISTS (
            SELECT 1 FROM order_item WHERE service_order_uid = stay.uid AND account_uid = stay.payer_uid) AS company_pays
    FROM stay_base AS stay
    LEFT JOIN resource AS room ON room.uid = stay.room_uid
    LEFT JOIN resource_category AS requested ON requested.uid = stay.category_uid
    LEFT JOIN resource_category AS assigned ON assigned.uid = (
        SELECT category_uid FROM resource_category_assignment
         WHERE resource_uid = stay.room_uid AND is_active ORDER BY id LIMIT 1)
    LEFT JOIN service ON service.uid = stay.service_uid
    LEFT JOIN rate ON rate.uid = stay.rate_uid
    LEFT JOIN rate_group ON rate_group.uid = rate.group_uid
    LEFT JOIN company AS payer ON payer.uid = stay.payer_uid
    LEFT JOIN payment AS last_payment ON last_payment.id = stay.last_payment_id
) AS known
LEFT JOIN stay_now AS next ON next.uid = known.next_uid
LEFT JOIN stay_now AS clash ON clash.uid = known.clash_uid
LEFT JOIN stay_times AS occupant ON occupant.uid = known.occupant_uid
LEFT JOIN guest_waiting AS waiting ON waiting.reservation_uid = known.uid;
