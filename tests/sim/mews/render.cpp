#include "tests/sim/mews/render.hpp"

#include <fmt/format.h>

#include <cmath>

namespace stayd::sim {
namespace {

json::value text_or_null(const std::string& text) {
    return text.empty() ? json::value{} : json::value(text);
}

json::value time_or_null(const std::optional<UtcTime>& time) {
    return time ? json::value(to_iso8601(*time)) : json::value{};
}

json::value id_or_null(const std::optional<Uuid>& id) {
    return id ? json::value(id->to_string()) : json::value{};
}

json::object localized(const Localized& texts) {
    json::object object;
    for (const auto& [language, text] : texts) object.emplace(language, text);
    return object;
}

json::array texts(const std::vector<std::string>& words) {
    json::array array;
    for (const auto& word : words) array.emplace_back(word);
    return array;
}

json::string word(std::string_view text) {
    return json::string(text);
}

json::object address_of(const Enterprise& enterprise) {
    return {{"Id", enterprise.address_id.to_string()},
            {"Line1", "Rua do Poço dos Negros 100"},
            {"Line2", nullptr},
            {"City", "Lisboa"},
            {"PostalCode", "1200-337"},
            {"CountryCode", "PT"},
            {"CountrySubdivisionCode", "PT-11"},
            {"Latitude", 38.7098},
            {"Longitude", -9.1517}};
}

json::array person_counts(const Reservation& reservation) {
    json::array counts;
    for (const auto& [age_category_id, count] : reservation.person_counts) {
        counts.push_back(
            json::object{{"AgeCategoryId", age_category_id.to_string()}, {"Count", count}});
    }
    return counts;
}

}  // namespace

json::object render(const Enterprise& enterprise, const Hotel&) {
    return {{"Id", enterprise.id.to_string()},
            {"ExternalIdentifier", nullptr},
            {"HoldingKey", nullptr},
            {"ChainId", enterprise.chain_id.to_string()},
            {"ChainName", enterprise.name},
            {"CreatedUtc", to_iso8601(enterprise.created_utc)},
            {"UpdatedUtc", to_iso8601(enterprise.updated_utc)},
            {"Name", enterprise.name},
            {"ShortName", text_or_null(enterprise.short_name)},
            {"TimeZoneIdentifier", enterprise.time_zone},
            {"LegalEnvironmentCode", "PT"},
            {"AccommodationEnvironmentCode", "PRT"},
            {"AccountingEnvironmentCode", "PRT"},
            {"TaxEnvironmentCode", "PT"},
            {"DefaultLanguageCode", enterprise.default_language},
            {"AccountingEditableHistoryInterval", "P0M7DT0H0M0S"},
            {"OperationalEditableHistoryInterval", "P0M7DT0H0M0S"},
            {"BusinessDayClosingOffset", "P0M0DT4H0M0S"},
            {"WebsiteUrl", nullptr},
            {"Email", nullptr},
            {"Phone", nullptr},
            {"LogoImageId", nullptr},
            {"CoverImageId", nullptr},
            {"Pricing", "Gross"},
            {"TaxPrecision", nullptr},
            {"AddressId", enterprise.address_id.to_string()},
            {"Address", address_of(enterprise)},
            {"GroupNames", json::array{}},
            {"Subscription", json::object{{"TaxIdentifier", nullptr}}},
            {"LinkedUtc", to_iso8601(enterprise.created_utc)}};
}

json::object render_configured_enterprise(const Hotel& hotel) {
    auto object = render(hotel.enterprise(), hotel);
    object.erase("LinkedUtc");
    object["IsPortfolio"] = false;
    object["Currencies"] = json::array{json::object{
        {"Currency", hotel.enterprise().currency}, {"IsDefault", true}, {"IsEnabled", true}}};
    object["AccountingConfiguration"] = json::object{
        {"AdditionalTaxIdentifier", nullptr},
        {"CompanyName", hotel.enterprise().name},
        {"BankAccountNumber", nullptr},
        {"BankName", nullptr},
        {"Iban", nullptr},
        {"Bic", nullptr},
        {"SurchargeConfiguration", json::object{{"SurchargeFees", json::object{}},
                                                {"SurchargeServiceId", nullptr},
                                                {"SurchargeTaxCode", nullptr}}},
        {"EnabledExternalPaymentTypes", json::array{"Cash", "CreditCard", "WireTransfer"}},
        {"Options", json::array{}}};
    return object;
}

json::object render(const Service& service, const Hotel& hotel) {
    json::object data;
    if (service.type == model::ServiceType::bookable) {
        data = {{"Discriminator", "Bookable"},
                {"Value", json::object{{"StartOffset", service.start_offset},
                                       {"EndOffset", service.end_offset},
                                       {"OccupancyStartOffset", service.start_offset},
                                       {"OccupancyEndOffset", service.end_offset},
                                       {"TimeUnitPeriod", "Day"}}}};
    } else {
        data = {{"Discriminator", "Additional"},
                {"Value", json::object{{"Promotions", json::object{{"BeforeCheckIn", false},
                                                                   {"AfterCheckIn", true},
                                                                   {"DuringStay", true},
                                                                   {"BeforeCheckOut", false},
                                                                   {"AfterCheckOut", false},
                                                                   {"DuringCheckOut", false}}}}}};
    }
    return {{"Id", service.id.to_string()},
            {"EnterpriseId", hotel.enterprise().id.to_string()},
            {"IsActive", service.is_active},
            {"Names", localized(service.names)},
            {"Options", json::object{{"BillAsPackage", false}}},
            {"Ordering", service.ordering},
            {"Data", std::move(data)},
            {"ExternalIdentifier", nullptr},
            {"CreatedUtc", to_iso8601(service.created_utc)},
            {"UpdatedUtc", to_iso8601(service.updated_utc)}};
}

json::object render(const Resource& resource, const Hotel& hotel) {
    return {
        {"Id", resource.id.to_string()},
        {"EnterpriseId", hotel.enterprise().id.to_string()},
        {"IsActive", resource.is_active},
        {"ParentResourceId", nullptr},
        {"Name", resource.name},
        {"State", word(to_word(resource.state))},
        {"Descriptions", json::object{}},
        {"CreatedUtc", to_iso8601(resource.created_utc)},
        {"UpdatedUtc", to_iso8601(resource.updated_utc)},
        {"Data", json::object{{"Discriminator", "Space"},
                              {"Value", json::object{{"FloorNumber", resource.floor},
                                                     {"LocationNotes",
                                                      text_or_null(resource.location_notes)}}}}},
        {"ExternalNames", json::object{}},
        {"Directions", json::object{}}};
}

json::object render(const ResourceCategory& category, const Hotel& hotel) {
    return {{"Id", category.id.to_string()},
            {"EnterpriseId", hotel.enterprise().id.to_string()},
            {"ServiceId", category.service_id.to_string()},
            {"IsActive", category.is_active},
            {"Type", category.type},
            {"Classification", category.classification},
            {"Names", localized(category.names)},
            {"ShortNames", localized(category.short_names)},
            {"Descriptions", json::object{}},
            {"Ordering", category.ordering},
            {"Capacity", category.capacity},
            {"ExtraCapacity", category.extra_capacity},
            {"ExternalIdentifier", nullptr},
            {"AccountingCategoryId", nullptr}};
}

json::object render(const ResourceCategoryAssignment& assignment, const Hotel&) {
    return {{"Id", assignment.id.to_string()},
            {"IsActive", assignment.is_active},
            {"ResourceId", assignment.resource_id.to_string()},
            {"CategoryId", assignment.category_id.to_string()},
            {"CreatedUtc", to_iso8601(assignment.created_utc)},
            {"UpdatedUtc", to_iso8601(assignment.updated_utc)}};
}

json::object render(const AgeCategory& category, const Hotel&) {
    const auto age = [](const std::optional<int>& years) {
        return years ? json::value(*years) : json::value{};
    };
    return {{"Id", category.id.to_string()},
            {"ServiceId", category.service_id.to_string()},
            {"MinimalAge", age(category.minimal_age)},
            {"MaximalAge", age(category.maximal_age)},
            {"Names", localized(category.names)},
            {"ShortNames", localized(category.short_names)},
            {"CreatedUtc", to_iso8601(category.created_utc)},
            {"UpdatedUtc", to_iso8601(category.updated_utc)},
            {"Classification", word(to_word(category.classification))},
            {"IsActive", category.is_active},
            {"ExternalIdentifier", nullptr}};
}

json::object render(const Department& department, const Hotel& hotel) {
    return {{"Id", department.id.to_string()},
            {"EnterpriseId", hotel.enterprise().id.to_string()},
            {"IsActive", department.is_active},
            {"Name", department.name},
            {"CreatedUtc", to_iso8601(department.created_utc)},
            {"UpdatedUtc", to_iso8601(department.updated_utc)}};
}

json::object render(const Reservation& reservation, const Hotel&) {
    return {{"Id", reservation.id.to_string()},
            {"ServiceId", reservation.service_id.to_string()},
            {"AccountId", reservation.account_id.to_string()},
            {"AccountType", word(to_word(reservation.account_type))},
            {"CreatorProfileId", reservation.creator_profile_id.to_string()},
            {"UpdaterProfileId", reservation.updater_profile_id.to_string()},
            {"BookerId", id_or_null(reservation.booker_id)},
            {"Number", reservation.number},
            {"State", word(to_word(reservation.state))},
            {"Origin", reservation.origin},
            {"CommanderOrigin", text_or_null(reservation.commander_origin)},
            {"OriginDetails", nullptr},
            {"CreatedUtc", to_iso8601(reservation.created_utc)},
            {"UpdatedUtc", to_iso8601(reservation.updated_utc)},
            {"CancelledUtc", time_or_null(reservation.cancelled_utc)},
            {"VoucherId", nullptr},
            {"BusinessSegmentId", id_or_null(reservation.business_segment_id)},
            {"Options", json::object{{"OwnerCheckedIn", reservation.owner_checked_in},
                                     {"AllCompanionsCheckedIn", reservation.owner_checked_in},
                                     {"AnyCompanionCheckedIn", reservation.owner_checked_in},
                                     {"ConnectorCheckIn", reservation.connector_check_in}}},
            {"RateId", reservation.rate_id.to_string()},
            {"CreditCardId", nullptr},
            {"GroupId", reservation.group_id.to_string()},
            {"RequestedResourceCategoryId", reservation.requested_category_id.to_string()},
            {"AssignedResourceId", id_or_null(reservation.assigned_resource_id)},
            {"AvailabilityBlockId", nullptr},
            {"PartnerCompanyId", id_or_null(reservation.partner_company_id)},
            {"TravelAgencyId", id_or_null(reservation.travel_agency_id)},
            {"AssignedResourceLocked", reservation.assigned_resource_locked},
            {"ChannelNumber", text_or_null(reservation.channel_number)},
            {"ChannelManagerNumber",
             reservation.channel_number.empty() ? json::value{} : json::value("")},
            {"CancellationReason", text_or_null(reservation.cancellation_reason)},
            {"ReleasedUtc", time_or_null(reservation.released_utc)},
            {"ScheduledStartUtc", to_iso8601(reservation.scheduled_start_utc)},
            {"ActualStartUtc", time_or_null(reservation.actual_start_utc)},
            {"ScheduledEndUtc", to_iso8601(reservation.scheduled_end_utc)},
            {"ActualEndUtc", time_or_null(reservation.actual_end_utc)},
            {"StartUtc",
             to_iso8601(reservation.actual_start_utc.value_or(reservation.scheduled_start_utc))},
            {"EndUtc", to_iso8601(reservation.end_utc())},
            {"Purpose", text_or_null(reservation.purpose)},
            {"QrCodeData", nullptr},
            {"PersonCounts", person_counts(reservation)}};
}

json::object render_2017(const Reservation& reservation) {
    const auto state = to_word(reservation.state);
    return {{"Id", reservation.id.to_string()},
            {"ServiceId", reservation.service_id.to_string()},
            {"GroupId", reservation.group_id.to_string()},
            {"Number", reservation.number},
            {"ChannelNumber", text_or_null(reservation.channel_number)},
            {"State", word(state == "Inquired" ? "Enquired" : state)},
            {"Origin", reservation.origin + reservation.commander_origin},
            {"Purpose", text_or_null(reservation.purpose)},
            {"CreatedUtc", to_iso8601(reservation.created_utc)},
            {"UpdatedUtc", to_iso8601(reservation.updated_utc)},
            {"CancelledUtc", time_or_null(reservation.cancelled_utc)},
            {"StartUtc",
             to_iso8601(reservation.actual_start_utc.value_or(reservation.scheduled_start_utc))},
            {"EndUtc", to_iso8601(reservation.end_utc())},
            {"ReleasedUtc", time_or_null(reservation.released_utc)},
            {"RequestedCategoryId", reservation.requested_category_id.to_string()},
            {"AssignedResourceId", id_or_null(reservation.assigned_resource_id)},
            {"AssignedResourceLocked", reservation.assigned_resource_locked},
            {"BusinessSegmentId", id_or_null(reservation.business_segment_id)},
            {"CompanyId", id_or_null(reservation.partner_company_id)},
            {"TravelAgencyId", id_or_null(reservation.travel_agency_id)},
            {"RateId", reservation.rate_id.to_string()},
            {"PersonCounts", person_counts(reservation)},
            {"OwnerId", reservation.account_id.to_string()},
            {"BookerId", id_or_null(reservation.booker_id)},
            {"Options", json::object{{"OwnerCheckedIn", reservation.owner_checked_in},
                                     {"AllCompanionsCheckedIn", reservation.owner_checked_in},
                                     {"AnyCompanionCheckedIn", reservation.owner_checked_in}}}};
}

json::object render(const Companionship& companionship, const Hotel&) {
    return {{"Id", companionship.id.to_string()},
            {"CustomerId", companionship.customer_id.to_string()},
            {"ReservationGroupId", companionship.reservation_group_id.to_string()},
            {"ReservationId", id_or_null(companionship.reservation_id)}};
}

json::object render(const Customer& customer, const Hotel& hotel) {
    const auto kept = [&](std::string_view name) {
        const auto found = customer.rest.find(name);
        return found == customer.rest.end() ? json::value{} : text_or_null(found->second);
    };
    return {{"Id", customer.id.to_string()},
            {"ChainId", hotel.enterprise().chain_id.to_string()},
            {"Number", customer.number},
            {"Title", text_or_null(customer.title)},
            {"Sex", text_or_null(customer.sex)},
            {"FirstName", text_or_null(customer.first_name)},
            {"LastName", customer.last_name},
            {"SecondLastName", text_or_null(customer.second_last_name)},
            {"NationalityCode", text_or_null(customer.nationality)},
            {"PreferredLanguageCode", text_or_null(customer.preferred_language)},
            {"LanguageCode", text_or_null(customer.language)},
            {"BirthDate", text_or_null(customer.birth_date)},
            {"BirthCountryCode", kept("BirthCountryCode")},
            {"BirthCountrySubdivisionCode", kept("BirthCountrySubdivisionCode")},
            {"BirthPlace", kept("BirthPlace")},
            {"Occupation", kept("Occupation")},
            {"Email", text_or_null(customer.email)},
            {"HasOtaEmail", customer.has_ota_email},
            {"Phone", text_or_null(customer.phone)},
            {"TaxIdentificationNumber", kept("TaxIdentificationNumber")},
            {"LoyaltyCode", kept("LoyaltyCode")},
            {"AccountingCode", kept("AccountingCode")},
            {"BillingCode", kept("BillingCode")},
            {"Notes", text_or_null(customer.notes)},
            {"CarRegistrationNumber", kept("CarRegistrationNumber")},
            {"DietaryRequirements", text_or_null(customer.dietary_requirements)},
            {"CreatedUtc", to_iso8601(customer.created_utc)},
            {"UpdatedUtc", to_iso8601(customer.updated_utc)},
            {"AddressId", id_or_null(customer.address_id)},
            {"Classifications", texts(customer.classifications)},
            {"Options", texts(customer.options)},
            {"ItalianDestinationCode", kept("ItalianDestinationCode")},
            {"ItalianFiscalCode", kept("ItalianFiscalCode")},
            {"ItalianLotteryCode", kept("ItalianLotteryCode")},
            {"CompanyId", id_or_null(customer.company_id)},
            {"MergeTargetId", id_or_null(customer.merge_target_id)},
            {"IsActive", customer.is_active},
            {"PreferredSpaceFeatures", texts(customer.preferred_space_features)},
            {"CreatorProfileId", customer.creator_profile_id.to_string()},
            {"UpdaterProfileId", customer.updater_profile_id.to_string()}};
}

json::object render(const Task& task, const Hotel& hotel) {
    return {{"Id", task.id.to_string()},
            {"EnterpriseId", hotel.enterprise().id.to_string()},
            {"Name", task.name},
            {"State", task.closed_utc ? "Closed" : "Open"},
            {"Description", text_or_null(task.description)},
            {"DepartmentId", id_or_null(task.department_id)},
            {"ServiceOrderId", id_or_null(task.service_order_id)},
            {"CreatedUtc", to_iso8601(task.created_utc)},
            {"DeadlineUtc", to_iso8601(task.deadline_utc)},
            {"ClosedUtc", time_or_null(task.closed_utc)}};
}

json::object amount(std::int64_t gross_cents, int tax_percent) {
    const auto tax_cents =
        std::lround(static_cast<double>(gross_cents) * tax_percent / (100.0 + tax_percent));
    const double gross = static_cast<double>(gross_cents) / 100;
    const double net = static_cast<double>(gross_cents - tax_cents) / 100;
    const double tax = static_cast<double>(tax_cents) / 100;
    const auto code = tax_percent == 0    ? json::value{}
                      : tax_percent <= 6  ? json::value("PT-R")
                      : tax_percent <= 13 ? json::value("PT-I")
                                          : json::value("PT-N");
    json::object amount;
    amount.reserve(5);
    amount.emplace("Currency", "EUR");
    amount.emplace("NetValue", net);
    amount.emplace("GrossValue", gross);
    amount.emplace("TaxValues", json::array{json::object{{"Code", code}, {"Value", tax}}});
    amount.emplace(
        "Breakdown",
        json::object{{"Items", json::array{json::object{
                                   {"TaxRateCode", code}, {"NetValue", net}, {"TaxValue", tax}}}}});
    return amount;
}

json::object profile_data(const Uuid& profile_id) {
    return {{"Discriminator", "Enterprise"},
            {"EnterpriseProfile", json::object{{"ProfileId", profile_id.to_string()}}}};
}

json::object render(const OrderItem& item, const Hotel& hotel) {
    json::value data;
    if (item.product_id) {
        data = {{"Discriminator", "Product"},
                {"Rebate", nullptr},
                {"Product", json::object{{"ProductId", item.product_id->to_string()},
                                         {"AgeCategoryId", nullptr},
                                         {"ProductType", "Product"}}},
                {"AllowanceDiscount", nullptr},
                {"AllowanceProfits", nullptr}};
    }
    const auto whole = amount(item.cents(), item.tax_percent);
    return {{"Id", item.id.to_string()},
            {"EnterpriseId", hotel.enterprise().id.to_string()},
            {"AccountId", item.account_id.to_string()},
            {"AccountType", word(to_word(item.account_type))},
            {"ServiceId", item.service_id.to_string()},
            {"ServiceOrderId", item.service_order_id.to_string()},
            {"Notes", nullptr},
            {"BillId", id_or_null(item.bill_id)},
            {"AccountingCategoryId", id_or_null(item.accounting_category_id)},
            {"BillingName", text_or_null(item.name)},
            {"ExternalIdentifier", text_or_null(item.external_identifier)},
            {"UnitCount", item.unit_count},
            {"UnitAmount", amount(item.unit_cents, item.tax_percent)},
            {"Amount", whole},
            {"OriginalAmount", whole},
            {"RevenueType", word(item.revenue_type)},
            {"CreatorProfileId", item.creator_profile_id.to_string()},
            {"UpdaterProfileId", item.updater_profile_id.to_string()},
            {"CreatedUtc", to_iso8601(item.created_utc)},
            {"UpdatedUtc", to_iso8601(item.updated_utc)},
            {"ConsumedUtc", to_iso8601(item.consumed_utc)},
            {"CanceledUtc", time_or_null(item.canceled_utc)},
            {"ClosedUtc", time_or_null(item.closed_utc)},
            {"StartUtc", to_iso8601(item.consumed_utc)},
            {"ClaimedUtc", nullptr},
            {"AccountingState", word(item.state)},
            {"Type", word(item.type)},
            {"Options", json::object{{"CanceledWithReservation", item.canceled_with_reservation}}},
            {"Data", std::move(data)},
            {"TaxExemptionReason", nullptr},
            {"TaxExemptionLegalReference", nullptr}};
}

json::object render(const Record& record, const Hotel&) {
    auto object = record.body;
    if (auto* value = object.if_contains("IsActive")) *value = record.is_active;
    if (auto* value = object.if_contains("CreatedUtc")) *value = time_or_null(record.created_utc);
    if (auto* value = object.if_contains("UpdatedUtc")) *value = time_or_null(record.updated_utc);
    if (auto* value = object.if_contains("DeletedUtc")) *value = time_or_null(record.deleted_utc);
    return object;
}

json::object reservation_event(const Reservation& reservation) {
    return {{"Type", "Reservation"},
            {"Id", reservation.id.to_string()},
            {"State", word(to_word(reservation.state))},
            {"StartUtc",
             to_iso8601(reservation.actual_start_utc.value_or(reservation.scheduled_start_utc))},
            {"EndUtc", to_iso8601(reservation.end_utc())},
            {"AssignedResourceId", id_or_null(reservation.assigned_resource_id)}};
}

json::object resource_event(const Resource& resource) {
    return {{"Type", "Resource"},
            {"Id", resource.id.to_string()},
            {"State", word(to_word(resource.state))}};
}

json::object device_command_event(const Uuid& id, std::string_view state) {
    return {{"Type", "DeviceCommand"}, {"Id", id.to_string()}, {"State", word(state)}};
}

json::object price_update_event(const PriceChange& change) {
    return {
        {"Type", "PriceUpdate"},
        {"Id", change.id.to_string()},
        {"StartUtc", change.period ? json::value(to_iso8601(change.period->start)) : json::value{}},
        {"EndUtc", change.period ? json::value(to_iso8601(change.period->end)) : json::value{}},
        {"RateId", id_or_null(change.rate_id)},
        {"ResourceCategoryId", id_or_null(change.resource_category_id)}};
}

}  // namespace stayd::sim
