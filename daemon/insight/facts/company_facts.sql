-- What is known of a company or agency, once for all rules (hotel-domain.md 0.2, DQ-13).
CREATE TEMP VIEW company_facts AS
SELECT
    company.uid AS uid,
    company.number AS number, -- the PMS's
    company.is_active AS is_active, -- 1 or 0
    company.merge_target_uid IS NOT NULL AS merged, -- 1: another profile stands for it
    coalesce(company.rest ->> '$.Options.Invoiceable', 0) AS invoiceable, -- 1: it may be sent an invoice
    company.credit_rating AS credit_rating, -- CreditOk, PaymentRequiredUpfront, LocalDecisionRequired; NULL: none
    length(trim(coalesce(company.name, ''))) > 1 AS has_name, -- 1 or 0
    length(trim(coalesce(company.tax_identifier, ''))) > 0 AS has_tax_identifier, -- 1 or 0
    company.invoicing_email LIKE '_%@_%._%' AS has_invoicing_email, -- 1 or 0; NULL: none
    EXISTS (SELECT 1 FROM address WHERE address.account_uid = company.uid AND address.is_active
        AND address.line1 <> '' AND address.city <> '' AND address.country_code <> '') AS has_address, -- 1: street,
        -- city and country
    (SELECT CASE WHEN count(DISTINCT currency) <= 1 THEN coalesce(sum(gross_millionths), 0) END FROM (
        SELECT currency, gross_millionths FROM order_item
         WHERE account_uid = company.uid AND accounting_state = 'Open' AND consumed_utc_ms < property.day_end_utc_ms
        UNION ALL
        SELECT currency, gross_millionths FROM payment
         WHERE account_uid = company.uid AND accounting_state = 'Open'
           AND state NOT IN ('Pending', 'Failed', 'Canceled', 'Verifying'))) AS balance_millionths, -- open until the
        -- end of today; NULL: mixed currencies
    EXISTS (SELECT 1 FROM reservation WHERE account_uid = company.uid
        AND scheduled_start_utc_ms BETWEEN property.day_start_utc_ms - days(60) AND property.day_end_utc_ms + days(7)
        AND state IN ('Confirmed', 'Started')) AS has_stays -- 1: it owns a stay in house, or one that arrives within a
        -- week
FROM property JOIN company;
