#include "house/views.hpp"

// What the desk sees of what can be offered: it names the guest.

namespace stayd::house {

std::optional<OpportunityView> Views::opportunity(const Uuid& id) {
    auto found = opportunities_.find(id);
    if (!found) return std::nullopt;
    OpportunityView view{.opportunity = std::move(*found)};
    auto query = database_.statement(R"sql(
        SELECT stay.number, stay.start_now_utc_ms, stay.end_now_utc_ms, room.name,
               coalesce(guest.name, vendor.name, '')
        FROM stay_now AS stay LEFT JOIN resource AS room ON room.uid = stay.room_uid_now
        LEFT JOIN guest ON guest.uid = stay.account_uid LEFT JOIN vendor ON vendor.uid = stay.account_uid
        WHERE stay.uid = :uid
    )sql");
    query.bind(":uid", view.opportunity.stay);
    if (!query.step()) return view;
    view.number = query.text(0);
    view.arrival = query.optional_time(1);
    view.departure = query.optional_time(2);
    view.room = query.text(3);
    view.guest = query.text(4);
    return view;
}

}  // namespace stayd::house
