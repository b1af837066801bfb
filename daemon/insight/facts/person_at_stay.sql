-- A person of person_now beside the stay: what person_known looks at more than once.
CREATE TEMP VIEW person_at_stay AS
SELECT DISTINCT
    person.*,
    stay.state_now AS stay_state,
    stay.number AS stay_number,
    stay.account_uid AS account_uid,
    stay.account_type AS account_type,
    stay.start_now_utc_ms AS start_utc_ms,
    coalesce(stay.actual_start_utc_ms,
             (SELECT accepted_utc_ms FROM change WHERE subject_uid = stay.uid AND kind = 'CheckIn'
                 AND stage IN ('Ready', 'InFlight', 'Unknown') ORDER BY seq DESC LIMIT 1),
             stay.start_now_utc_ms) AS arrival_utc_ms,
    stay.end_now_utc_ms AS departure_utc_ms,
    local_date(coalesce(stay.actual_start_utc_ms, stay.start_now_utc_ms), place.zone) AS arrival_date,
    local_date(stay.end_now_utc_ms, place.zone) AS departure_date,
    stay.persons AS head_count,
    stay.purpose AS purpose,
    stay.business_segment_uid AS segment_uid,
    stay.service_uid AS service_uid,
    stay.rest ->> 'PersonCounts' AS person_counts,
    stay.rest ->> 'CreditCardId' AS credit_card,
    iif(stay.account_type = 'Company', stay.account_uid, stay.partner_company_uid) AS billing_uid,
    place.zone AS zone,
    place.country AS home_country,
    (SELECT person_uid FROM stay_person WHERE stay_uid = person.stay_uid ORDER BY place LIMIT 1) AS lead_uid,
    -- The birth dates of all who are known to stay.
    (SELECT json_group_array(birth_date) FROM (
        SELECT max(birth_date) AS birth_date FROM stay_person WHERE stay_uid = person.stay_uid
         GROUP BY person_uid)) AS births,
    -- The newest that is valid on arrival; of expired ones the last.
    (SELECT paper FROM (
        SELECT value AS paper, coalesce(value ->> 'expires' >= local_date(stay.start_now_utc_ms, place.zone), 1) AS is_good
          FROM json_each(person.documents) WHERE value ->> 'type' <> 'Visa')
      ORDER BY is_good DESC, paper ->> 'issued' DESC, paper ->> 'expires' DESC, paper ->> 'known' DESC LIMIT 1) AS document,
    (SELECT value ->> 'number' FROM json_each(person.documents) WHERE value ->> 'type' = 'Visa'
      ORDER BY value ->> 'known' DESC LIMIT 1) AS visa_number,
    -- The last that staff wrote and the PMS does not have yet, else the profile's own, else the newest.
    coalesce(
        (SELECT json_object('line1', value ->> 'Line1', 'city', value ->> 'City', 'postal', value ->> 'PostalCode',
                            'country', value ->> 'CountryCode')
           FROM change WHERE about_uid = person.uid AND kind IN ('AddAddress', 'UpdateAddress')
            AND stage IN ('Ready', 'InFlight', 'Unknown') ORDER BY seq DESC LIMIT 1),
        (SELECT json_object('line1', line1, 'city', city, 'postal', postal_code, 'country', country_code)
           FROM (SELECT *, uid = person.address_uid AS is_first FROM address WHERE account_uid = person.uid AND is_active)
          ORDER BY is_first DESC, updated_utc_ms DESC LIMIT 1)) AS address
FROM person_now AS person
CROSS JOIN (SELECT coalesce((SELECT time_zone FROM enterprise ORDER BY id LIMIT 1), 'UTC') AS zone,
                   (SELECT rest ->> '$.Address.CountryCode' FROM enterprise ORDER BY id LIMIT 1) AS country) AS place
CROSS JOIN stay_now AS stay ON stay.uid = person.stay_uid;
