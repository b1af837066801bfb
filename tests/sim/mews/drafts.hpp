#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/sim/mews/hotel.hpp"
#include "tests/sim/mews/parameters.hpp"
#include "tests/sim/mews/profiles.hpp"

/// What the desk is asked to enter.
namespace stayd::sim {

struct TaskDraft {
    std::string name{};
    std::string description{};
    std::optional<Uuid> department_id{};
    std::optional<Uuid> service_order_id{};
    UtcTime deadline_utc{};
};

struct UnitPrice {
    std::int64_t cents = 0;  ///< with the tax
    std::optional<int> tax_percent{};
};

/// A stay entered by hand, of one guest.
struct StayDraft {
    std::string first_name{};
    std::string last_name{};
    char category = 'A';
    UtcTime start_utc{};
    UtcTime end_utc{};
    int adults = 1;
};

/// A room taken out of use: "OutOfOrder" lowers the availability, "InternalUse" is the house's own.
struct BlockDraft {
    std::string type = "OutOfOrder";
    std::string name{};
    UtcTime start_utc{};
    UtcTime end_utc{};
    std::string notes{};
};

/// What changes in a stay apart from its room and its dates; what is not there is kept.
struct StayDetails {
    std::optional<std::vector<PersonCount>> person_counts{};
    std::optional<Uuid> requested_category_id{};
    std::optional<Uuid> rate_id{};
    std::optional<Update<Uuid>> booker_id{};
    std::optional<Update<Uuid>> travel_agency_id{};
    std::optional<Update<Uuid>> partner_company_id{};
    std::optional<Update<Uuid>> business_segment_id{};
    std::optional<Update<UtcTime>> released_utc{};
    std::optional<Update<std::string>> channel_number{};
    std::optional<Update<std::string>> purpose{};
    std::optional<bool> owner_checked_in{};

    void enter(Reservation& stay) const;
};

struct StayChange {
    std::optional<UtcTime> start_utc{};
    std::optional<UtcTime> end_utc{};
    std::optional<Update<Uuid>> room_id{};
    std::optional<bool> room_is_locked{};
    std::optional<StayDetails> details{};

    /// Also for a copy: what the stay would be.
    void enter(Reservation& stay) const;
};

/// What changes in a guest's profile; what is not there is kept.
struct GuestChange {
    std::map<const GuestText*, std::string> texts{};  ///< empty: cleared
    std::optional<Update<Uuid>> company_id{};
    std::optional<std::vector<std::string>> classifications{};
    std::optional<std::vector<std::string>> options{};
    json::object address{};  ///< members of his address in its list
};

/// A product of the stay.
struct ProductDraft {
    int count = 1;
    std::optional<UnitPrice> price{};  ///< without it the product's
    std::vector<UtcTime> consumed_utc{};
};

/// What is bought at once.
struct OrderDraft {
    struct Line {
        const Record* product = nullptr;  ///< null: a thing of no product
        std::string name{};
        std::optional<Uuid> accounting_category_id{};
        int count = 1;
        std::optional<UnitPrice> price{};  ///< without it the product's
        std::string external_identifier{};
    };
    Uuid service_id{};
    Uuid account_id{};
    model::AccountType account_type = model::AccountType::customer;
    std::optional<Uuid> reservation_id{};
    std::optional<Uuid> business_segment_id{};
    std::optional<Uuid> bill_id{};
    std::string_view origin = "Connector";
    std::string notes{};
    UtcTime consumed_utc{};
    std::vector<Line> lines{};
};

}  // namespace stayd::sim
