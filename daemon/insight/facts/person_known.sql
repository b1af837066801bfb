-- What is known of a person at the live stay of theirs that is next, in house before others (hotel-domain.md 0.4, 1.2).
-- A row for everybody who owns or accompanies one. Staff's changes that wait for the PMS are in it; what the market
-- makes of it stands in person_facts.sql. Qualities are 0 missing or invalid, 1 doubtful, 2 good.
-- Names of `record`, of a person: signature (signed, refused), assistance_asked, marketing_asked (yes, no), kinship,
-- next_destination, entry (date and place), registration_reported, direct_address_asked; of a stay: eta (minute of the
-- day), requests_triaged (some, all, done), payment_holder, invoice_asked.
CREATE TEMP VIEW person_known AS
SELECT
    person.uid AS uid,
    person.stay_uid AS stay_uid, -- the live stay: in house first, else the one that begins next
    person.stay_number AS stay_number, -- the PMS's confirmation number of it
    person.stay_state AS stay_state, -- Inquired, Requested, Optional, Confirmed, Started (in house)
    person.stay_state = 'Started' AS in_house, -- 1 or 0
    CASE WHEN person.uid = person.lead_uid THEN 'lead'
         WHEN age_on(person.birth_date, person.arrival_date) < 18 THEN 'minor'
         ELSE 'adult' END AS role, -- lead: who owns the stay, or its first companion when a company does; minor: under 18 on arrival
    person.arrival_utc_ms AS arrival_utc_ms, -- real when in house, else planned; milliseconds
    person.departure_utc_ms AS departure_utc_ms, -- planned, milliseconds
    person.arrival_date AS arrival_date, -- "2015-09-17" in the hotel's zone
    person.departure_date AS departure_date, -- "2015-09-18" in the hotel's zone
    date_begins(person.arrival_date, person.zone) AS arrival_day_utc_ms, -- local midnight before the arrival, milliseconds
    date_begins(person.departure_date, person.zone) AS departure_day_utc_ms, -- local midnight before the departure, milliseconds
    person.zone AS zone, -- IANA zone of the hotel
    person.home_country AS home_country, -- of the hotel, ISO 3166; NULL: the PMS does not say
    person.is_active AS is_active, -- 0: the profile was deleted in the PMS
    person.account_uid IN (SELECT uid FROM customer WHERE merge_target_uid = person.uid)
        OR EXISTS (SELECT 1 FROM companionship WHERE reservation_uid = person.stay_uid AND customer_uid IN (
                SELECT uid FROM customer WHERE merge_target_uid = person.uid)) AS named_by_merged, -- 1: the stay names a profile that was merged into this one
    person.first_name IS NOT NULL AS has_first_name, -- 1 or 0
    name_quality(person.last_name, company.name) AS last_name_quality, -- 0 to 2
    name_quality(person.first_name, company.name) AS first_name_quality, -- 0 to 2
    is_placeholder_name(person.last_name, company.name)
        OR is_placeholder_name(person.first_name, company.name) AS is_placeholder, -- 1: a name is a stand-in, or a company's
    is_noisy_name(person.last_name) OR is_noisy_name(person.first_name) AS is_noisy, -- 1: a name is not spelled as on a document
    person.second_last_name IS NOT NULL AS has_second_last_name, -- 1 or 0
    person.sex AS sex, -- Male or Female; NULL: not known
    person.nationality AS nationality, -- ISO 3166; NULL: not known
    is_country(person.nationality) AS is_nationality, -- 1: known, and a country
    has_several_languages(person.nationality) AS nationality_has_languages, -- 1: nationality does not tell the language
    person.birth_date AS birth_date, -- "1980-02-29"; NULL: not known
    birth_date_quality(person.birth_date, person.arrival_date,
        EXISTS (SELECT 1 FROM change WHERE subject_uid = person.uid AND kind = 'UpdateGuest'
                   AND value ->> 'BirthDate' = person.birth_date)) AS birth_date_quality, -- 0 to 2
    age_on(person.birth_date, person.arrival_date) AS age, -- whole years on the day of arrival; NULL: birth date not known
    date_begins(birthday(person.birth_date, 18), person.zone) AS adult_utc_ms, -- local midnight of becoming 18, milliseconds; NULL: birth date not known
    person.birth_place AS birth_place, -- NULL: not known
    person.birth_country AS birth_country, -- ISO 3166; NULL: not known
    person.document IS NOT NULL AS has_document, -- 1: one that is no visa
    person.document ->> 'type' AS document_type, -- IdentityCard, Passport, DriversLicense; NULL: no document
    (person.document ->> 'number') IS NOT NULL AS has_document_number, -- 1 or 0
    document_number_quality(person.document ->> 'number', person.document ->> 'type',
        person.document ->> 'country') AS document_number_quality, -- 0 to 2; 1: not as its country writes it
    person.document ->> 'country' AS document_country, -- that issued it, ISO 3166; NULL: not known
    person.document ->> 'expires' AS document_expires, -- last day it is good; NULL: it says none
    date_ends(person.document ->> 'expires', person.zone) AS document_expires_utc_ms, -- local midnight behind that day, milliseconds; NULL: it says none
    person.document ->> 'issued' AS document_issued, -- date; NULL: not known
    person.document ->> 'city' AS document_city, -- where it was issued; NULL: not known
    (person.document ->> 'support') IS NOT NULL AS has_support_number, -- 1: of the Spanish card
    person.visa_number IS NOT NULL AS has_visa, -- 1 or 0
    person.address IS NOT NULL AS has_address, -- 1 or 0
    person.address ->> 'country' AS residence, -- country of the address, ISO 3166; NULL: not known
    person.address ->> 'city' AS city, -- NULL: not known
    postal_code_quality(person.address ->> 'postal', person.address ->> 'country') AS postal_code_quality, -- 0 to 2; 1: the country's form is not known here
    length(trim(coalesce(person.address ->> 'line1', ''))) AS street_length, -- characters of the street's line; 0: missing
    person.email IS NOT NULL AS has_email, -- 1 or 0
    email_quality(person.email, person.email_of_intermediary) AS email_quality, -- 0 to 2; 1: an intermediary's or a function's
    person.email_of_intermediary OR is_alias_email(person.email) AS is_email_of_intermediary, -- 1: it forwards, by the PMS's flag or its domain
    (SELECT count(DISTINCT fold(last_name)) FROM (
        SELECT last_name FROM customer WHERE email = person.email AND is_active LIMIT 50)) AS email_surnames, -- different surnames with this e-mail address, of at most 50 profiles
    person.phone IS NOT NULL AS has_phone, -- 1 or 0
    phone_quality(person.phone, person.address ->> 'country', person.home_country) AS phone_quality, -- 0 to 2; 1: without a country's prefix
    person.preferred_language AS preferred_language, -- NULL: never asked
    person.derived_language AS derived_language, -- from bookings and nationality; NULL: none
    person.dietary AS dietary, -- needs, or that there are none; NULL: never asked
    person.preferred_features IS NOT NULL AS has_room_preferences, -- 1 or 0
    person.car_registration IS NOT NULL AS has_car_registration, -- 1 or 0
    person.loyalty_code IS NOT NULL OR EXISTS (
        SELECT 1 FROM loyalty_membership WHERE account_uid = person.uid AND membership_number IS NOT NULL) AS has_loyalty_number, -- 1 or 0
    person.classifications LIKE '% VeryImportant %' AS is_very_important, -- 1 or 0: the PMS's classification
    person.classifications LIKE '% TopManagement %' AS is_top_management, -- 1 or 0: the PMS's classification
    person.classifications LIKE '% Important %' AS is_important, -- 1 or 0: the PMS's classification
    person.classifications LIKE '% Media %' AS is_media, -- 1 or 0: the PMS's classification
    person.classifications LIKE '% FriendOrFamily %' AS is_friend_or_family, -- 1 or 0: the PMS's classification
    person.classifications LIKE '% LoyaltyProgram %' AS is_loyalty_program, -- 1 or 0: the PMS's classification
    person.classifications LIKE '% Returning %' AS is_returning, -- 1 or 0: the PMS's classification
    person.classifications LIKE '% PreviousComplaint %' AS is_previous_complaint, -- 1 or 0: the PMS's classification
    person.classifications LIKE '% Problematic %' AS is_problematic, -- 1 or 0: the PMS's classification
    person.classifications LIKE '% Blocklist %' AS is_blocklist, -- 1 or 0: the PMS's classification
    person.classifications LIKE '% DisabledPerson %' AS is_disabled_person, -- 1 or 0: the PMS's classification
    person.classifications LIKE '% Staff %' AS is_staff, -- 1 or 0: the PMS's classification
    person.classifications LIKE '% Cashlist %' AS is_cashlist, -- 1 or 0: the PMS's classification
    CASE WHEN person.classifications LIKE '% VeryImportant %' OR person.classifications LIKE '% TopManagement %' THEN 4
         WHEN person.classifications LIKE '% Important %' OR person.classifications LIKE '% Media %' THEN 3
         WHEN person.classifications LIKE '% FriendOrFamily %' THEN 2
         WHEN person.classifications LIKE '% LoyaltyProgram %' OR person.classifications LIKE '% Returning %' THEN 1
         ELSE 0 END AS vip_rank, -- 0 to 4 (hotel-domain.md 0.4)
    person.classifications LIKE '% PreviousComplaint %'
        OR person.classifications LIKE '% Problematic %' AS care_flag, -- 1: complained before, or is difficult (hotel-domain.md 0.4)
    person.options LIKE '% SendMarketingEmails %' AS may_send_marketing, -- 1: the guest agreed to e-mails
    person.options LIKE '% Invoiceable %' AS is_invoiceable, -- 1: may be billed later
    person.head_count AS head_count, -- persons of the stay, of all ages
    json_array_length(person.births) AS known_persons, -- of the stay: the owner and companions
    max(0, person.head_count - json_array_length(person.births)) AS missing_persons, -- of the stay: counted, and not known
    (SELECT count(*) FROM json_each(person.births)
      WHERE coalesce(age_on(value, person.arrival_date) >= 18, 1)) AS known_adults, -- of the stay, those of unknown age among them
    (SELECT count(*) FROM json_each(person.births)
      WHERE age_on(value, person.arrival_date) <= coalesce(
            (SELECT max(maximal_age) FROM age_category WHERE classification = 'Child' AND is_active
                AND service_uid = person.service_uid), 17)) AS known_children, -- of the stay: of an age the PMS counts as child's
    (SELECT count(*) FROM json_each(person.births)
      WHERE age_on(value, person.arrival_date) IS NULL) AS known_without_age, -- of the stay
    iif(person.person_counts IS NULL, NULL, coalesce((
        SELECT sum(counted.value ->> 'Count') FROM json_each(person.person_counts) AS counted
          JOIN age_category ON lower(hex(age_category.uid)) = replace(counted.value ->> 'AgeCategoryId', '-', '')
         WHERE age_category.classification = 'Child'), 0)) AS counted_children, -- of the stay: as children in the PMS; NULL: the PMS does not say
    iif(person.account_type = 'Customer', person.account_uid = person.lead_uid, 0) AS owned_by_person, -- 1: no company owns the stay
    CASE WHEN person.uid <> person.lead_uid AND person.birth_date IS NOT NULL
         THEN (SELECT fold(last_name) FROM customer WHERE uid = person.lead_uid) = fold(person.last_name)
         END AS has_leads_surname, -- 1 or 0; NULL: of the lead itself, or without birth date
    CASE WHEN (SELECT value FROM record WHERE subject_uid = person.stay_uid AND name = 'eta') IS NOT NULL THEN 3
         WHEN local_minute(person.start_utc_ms, person.zone) * 60000
              <> (SELECT start_offset_ms FROM service WHERE uid = person.service_uid) THEN 2
         ELSE 0 END AS eta_confidence, -- of the arrival time: 3 asked by staff, 2 another than the usual one, 0 not known (hotel-domain.md 0.4)
    CASE WHEN person.account_type = 'Company' THEN 5
         WHEN EXISTS (SELECT 1 FROM payment WHERE reservation_uid = person.stay_uid AND state = 'Charged') THEN 3
         WHEN person.credit_card IS NOT NULL THEN 1
         ELSE 0 END AS guarantee, -- 0 none, 1 card on file, 3 something was paid, 5 a company owns the stay (hotel-domain.md 0.4)
    EXISTS (SELECT 1 FROM payment WHERE reservation_uid = person.stay_uid AND type IS NOT NULL
               AND charged_utc_ms IS NOT NULL) AS has_payment, -- 1: of the stay, with its kind and date
    person.purpose AS purpose, -- Leisure, Business, Student; NULL: not known
    person.segment_uid IS NOT NULL AS has_segment, -- 1 or 0
    EXISTS (SELECT 1 FROM service_order_note WHERE order_uid = person.stay_uid
               AND type IN ('General', 'SpecialRequest')) AS has_requests, -- 1: notes stand at the stay
    coalesce(person.account_type = 'Company' OR (company.name IS NOT NULL AND person.purpose = 'Business')
        OR EXISTS (SELECT 1 FROM record WHERE subject_uid = person.stay_uid AND name = 'invoice_asked'), 0) AS wants_invoice, -- 1: a company owns the stay, or it is business with one, or the guest asked
    iif(person.billing_uid IS NULL,
        (person.last_name IS NOT NULL) + (person.tax_identifier IS NOT NULL) + (person.address IS NOT NULL),
        (company.name IS NOT NULL) + (company.tax_identifier IS NOT NULL)
            + (company.address_uid IS NOT NULL)) AS invoice_parts, -- how many of name, tax number and address are known of whom the invoice is for
    (SELECT coalesce(max(has_card_number(text)), 0) FROM (
        SELECT person.notes AS text UNION ALL SELECT person.first_name UNION ALL SELECT person.last_name
         UNION ALL SELECT content FROM account_note WHERE account_uid = person.uid AND is_active
         UNION ALL SELECT text FROM service_order_note WHERE order_uid = person.stay_uid
         UNION ALL SELECT value ->> 'Text' FROM change WHERE about_uid IN (person.uid, person.stay_uid)
                      AND kind IN ('AddGuestNote', 'AddStayNote')
                      AND stage IN ('Ready', 'InFlight', 'Unknown'))) AS card_in_text, -- 1: a card's number stands in a name or note
    (SELECT coalesce(max(has_sensitive_words(text)), 0) FROM (
        SELECT person.notes AS text
         UNION ALL SELECT content FROM account_note WHERE account_uid = person.uid AND is_active
         UNION ALL SELECT text FROM service_order_note WHERE order_uid = person.stay_uid AND type = 'General'
         UNION ALL SELECT value ->> 'Text' FROM change WHERE about_uid IN (person.uid, person.stay_uid)
                      AND kind IN ('AddGuestNote', 'AddStayNote')
                      AND stage IN ('Ready', 'InFlight', 'Unknown'))) AS sensitive_in_text, -- 1: a general note speaks of health or of a document's number
    (SELECT json_array(max(duplicate_score(
                person.first_name || ' ' || person.last_name, person.birth_date, person.email, person.phone,
                person.document ->> 'number', person.document ->> 'country',
                person.address ->> 'postal', person.address ->> 'line1', person.sex,
                other.first_name || ' ' || other.last_name, other.birth_date, other.email, other.phone,
                paper.number, paper.issuing_country_code, home.postal_code, home.line1, other.sex)), lower(hex(other.uid)))
       FROM customer AS other
       LEFT JOIN identity_document AS paper ON paper.uid = (
            SELECT uid FROM identity_document WHERE customer_uid = other.uid ORDER BY id DESC LIMIT 1)
       LEFT JOIN address AS home ON home.uid = other.address_uid
      WHERE other.uid IN (
            SELECT uid FROM (SELECT uid FROM customer WHERE email = person.email LIMIT 50)
             UNION ALL SELECT uid FROM (SELECT uid FROM customer WHERE phone = person.phone LIMIT 50)
             UNION ALL SELECT uid FROM (SELECT uid FROM customer WHERE birth_date = person.birth_date
                                       AND birth_date_quality(person.birth_date, person.arrival_date, 0) = 2 LIMIT 50)
             UNION ALL SELECT customer_uid FROM (SELECT customer_uid FROM identity_document
                                              WHERE number = nullif(person.document ->> 'number', '') LIMIT 50))
        AND other.uid <> person.uid AND +other.is_active AND +other.merge_target_uid IS NULL
        AND text_distance(fold(coalesce(other.first_name || ' ', '') || other.last_name),
                          fold(coalesce(person.first_name || ' ', '') || person.last_name)) <= 1) AS likest_other, -- score and id of the likest other profile, JSON; person_facts takes it apart
    (SELECT value FROM record WHERE subject_uid = person.uid AND name = 'signature') AS signature, -- signed or refused, of the registration form; NULL: neither
    (SELECT value FROM record WHERE subject_uid = person.uid AND name = 'assistance_asked') AS assistance_asked, -- what the guest said of needing help; NULL: never asked
    (SELECT value FROM record WHERE subject_uid = person.uid AND name = 'marketing_asked') AS marketing_asked, -- yes or no; NULL: staff did not ask
    coalesce((SELECT value FROM record WHERE subject_uid = person.uid AND name = 'kinship'),
             (SELECT relationship FROM customer_relationship WHERE customer_uid = person.uid LIMIT 1)) AS kinship, -- to the adult responsible; NULL: not known
    (SELECT value FROM record WHERE subject_uid = person.uid AND name = 'next_destination') AS next_destination, -- where the guest goes from here; NULL: not known
    (SELECT value FROM record WHERE subject_uid = person.uid AND name = 'entry') AS entry, -- date and place of entry into the country; NULL: not known
    (SELECT value FROM record WHERE subject_uid = person.uid AND name = 'registration_reported') AS registration_reported, -- the authority's receipt; NULL: not reported
    (SELECT value FROM record WHERE subject_uid = person.stay_uid AND name = 'requests_triaged') AS requests_triaged, -- some or all of the stay's, or all that is asked is done; NULL: none
    (SELECT value FROM record WHERE subject_uid = person.stay_uid AND name = 'payment_holder') AS payment_holder, -- whose means of payment it was; NULL: not known
    NULL AS identity_number_required, -- 1: the PMS demands a document's number; NULL until the box keeps IsIdentityDocumentNumberRequired
    NULL AS pms_needs_companions, -- 1: the PMS checks in only with all companions; NULL until the box knows that setting
    NULL AS meal_product, -- 1: the stay has board or a meal; NULL until products are told apart
    NULL AS parking_product, -- 1: the stay has parking; NULL until products are told apart
    NULL AS has_document_image, -- 1: a copy of a document is kept; NULL until files of profiles are followed
    NULL AS local_copy_utc_ms, -- the oldest copy of this person's data on the box alone, milliseconds; NULL until copies are kept
    NULL AS offer_without_consent -- 1: an offer waits on a channel without consent; NULL until offers are made
FROM person_at_stay AS person
LEFT JOIN company ON company.uid = person.billing_uid;
