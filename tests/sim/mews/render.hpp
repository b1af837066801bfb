#pragma once

#include <boost/json.hpp>

#include "tests/sim/mews/hotel.hpp"
#include "tests/sim/mews/parameters.hpp"

/// The documented JSON of each object, all of its fields, and of the socket's events. PMS names
/// stop here.
namespace stayd::sim {

/// As in configuration/get, which shows more of it than enterprises/getAll.
json::object render_configured_enterprise(const Hotel& hotel);

json::object render(const Enterprise& enterprise, const Hotel& hotel);
json::object render(const Service& service, const Hotel& hotel);
json::object render(const Resource& resource, const Hotel& hotel);
json::object render(const ResourceCategory& category, const Hotel& hotel);
json::object render(const ResourceCategoryAssignment& assignment, const Hotel& hotel);
json::object render(const AgeCategory& category, const Hotel& hotel);
json::object render(const Department& department, const Hotel& hotel);
json::object render(const Reservation& reservation, const Hotel& hotel);
/// In the format of 2017, which only writes answer with.
json::object render_2017(const Reservation& reservation);
json::object render(const Companionship& companionship, const Hotel& hotel);
json::object render(const Customer& customer, const Hotel& hotel);
json::object render(const Task& task, const Hotel& hotel);
json::object render(const OrderItem& item, const Hotel& hotel);
/// The record's object, with the row's columns in the places it has for them.
json::object render(const Record& record, const Hotel& hotel);

/// The documented Amount of a price that holds its tax.
json::object amount(std::int64_t gross_cents, int tax_percent);
/// Profile data of the user with that opaque id.
json::object profile_data(const Uuid& profile_id);

/// JSON with plain decimals: 97.77, where Boost writes 9.777E1.
std::string to_text(const json::object& object);

json::object reservation_event(const Reservation& reservation);
json::object resource_event(const Resource& resource);
json::object device_command_event(const Uuid& id, std::string_view state);
struct PriceChange {
    Uuid id;
    std::optional<Interval> period;
    std::optional<Uuid> rate_id;
    std::optional<Uuid> resource_category_id;
};
json::object price_update_event(const PriceChange& change);

}  // namespace stayd::sim
