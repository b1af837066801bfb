#include <fmt/format.h>

#include <unordered_map>

#include "tests/sim/mews/writes.hpp"

/// reservations/update and reservations/updateInterval: the room, the dates, the rest of a stay.
namespace stayd::sim {
namespace {

using model::ReservationState;

constexpr std::string_view purposes[] = {"Leisure", "Business", "Student"};

/// What a call makes of the stays it names. Stays are held against each other as they are when all
/// of it is done, so that two may change rooms in one call.
class Plan {
  public:
    explicit Plan(WriteContext context) : context_(context) {}

    void add(const Reservation& stay, StayChange change) {
        const bool moves = change.room_id || change.start_utc || change.end_utc;
        if (!moves && !change.room_is_locked && !change.details) return;
        change.enter(planned_.try_emplace(stay.id, stay).first->second);
        if (moves) moved_.insert(stay.id);
        changes_.emplace_back(stay.id, std::move(change));
    }
    /// As it is after what is planned so far.
    const Reservation& of(const Reservation& stay) const {
        const auto found = planned_.find(stay.id);
        return found == planned_.end() ? stay : found->second;
    }
    void apply() {
        for (const auto& id : moved_) check_room(planned_.at(id));
        for (const auto& [id, change] : changes_) {
            context_.desk.change_stay(*context_.hotel.reservations.find(id), change,
                                      Stamp{context_.now});
        }
    }

  private:
    void check_room(const Reservation& stay) const {
        if (!stay.assigned_resource_id) return;
        const auto& room = *context_.hotel.resources.find(*stay.assigned_resource_id);
        for (const auto& row : context_.hotel.reservations.rows()) {
            const auto& other = of(row);
            if (other.id == stay.id || !other.holds_room() || other.assigned_resource_id != room.id)
                continue;
            const bool both_in =
                stay.state == ReservationState::started && other.state == ReservationState::started;
            if (both_in || (other.scheduled_start_utc < stay.scheduled_end_utc &&
                            stay.scheduled_start_utc < other.scheduled_end_utc)) {
                refuse_for_staff(
                    fmt::format("Room {} is taken by reservation {}.", room.name, other.number));
            }
        }
        for (const auto& block : context_.hotel.resource_blocks.rows()) {
            if (block.is_active && id_in(block, "AssignedResourceId") == room.id &&
                *time_in(block, "StartUtc") < stay.scheduled_end_utc &&
                stay.scheduled_start_utc < *time_in(block, "EndUtc")) {
                refuse_for_staff(
                    fmt::format("Room {} is blocked: {}.", room.name, text_in(block, "Name")));
            }
        }
    }

    WriteContext context_;
    std::unordered_map<Uuid, Reservation> planned_{};
    std::set<Uuid> moved_{};
    std::vector<std::pair<Uuid, StayChange>> changes_{};
};

void check_dates(const Reservation& stay, const StayChange& change, UtcTime now) {
    if (!change.start_utc && !change.end_utc) return;
    const auto start = change.start_utc.value_or(stay.scheduled_start_utc);
    const auto end = change.end_utc.value_or(stay.scheduled_end_utc);
    if (end <= start) refuse_parameter(change.end_utc ? "EndUtc" : "StartUtc");
    if (start != stay.scheduled_start_utc) {
        if (stay.state == ReservationState::started) {
            refuse_for_staff(fmt::format(
                "Reservation {} is checked in; it cannot start at another time.", stay.number));
        }
        if (start < now - editable_history)
            refuse_for_staff("The start lies before the editable history.");
    }
    if (end != stay.scheduled_end_utc && end < now - editable_history)
        refuse_for_staff("The end lies before the editable history.");
}

void check_room_change(const Reservation& stay, const StayChange& change, Hotel& hotel) {
    if (!change.room_id || change.room_id->value == stay.assigned_resource_id) return;
    if (stay.assigned_resource_locked) {
        refuse_for_staff(
            fmt::format("The room of reservation {} is locked. Unlock it first.", stay.number));
    }
    if (!change.room_id->value && stay.state == ReservationState::started) {
        refuse_for_staff(
            fmt::format("Reservation {} is checked in and needs a room.", stay.number));
    }
    check_reference(hotel.resources, change.room_id, "AssignedResourceId");
}

std::optional<std::vector<PersonCount>> read_person_counts(Parameters& item, Hotel& hotel) {
    auto update = item.object("PersonCounts");
    if (!update) return std::nullopt;
    std::vector<PersonCount> counts;
    for (auto& row : required(update->objects("Value", 1000), "PersonCounts")) {
        const auto id = existing(hotel.age_categories, row.id("AgeCategoryId"), "AgeCategoryId").id;
        const auto count = row.integer("Count").value_or(0);
        if (count < 1 || count > 1000) refuse_parameter("Count");
        counts.push_back({id, static_cast<int>(count)});
        row.note_unknown();
    }
    update->note_unknown();
    return counts;
}

/// Of things this hotel has none of: they can only be cleared.
void read_absent(Parameters& item, std::string_view name) {
    if (const auto id = item.updated_id(name); id && id->value) refuse_parameter(name);
}

StayDetails read_details(Parameters& item, Hotel& hotel) {
    StayDetails details{.person_counts = read_person_counts(item, hotel)};
    details.requested_category_id =
        never_cleared(item.updated_id("RequestedCategoryId"), "RequestedCategoryId");
    check_reference(hotel.resource_categories, details.requested_category_id,
                    "RequestedCategoryId");
    details.rate_id = never_cleared(item.updated_id("RateId"), "RateId");
    check_reference(hotel.rates, details.rate_id, "RateId");
    details.booker_id = item.updated_id("BookerId");
    check_reference(hotel.customers, details.booker_id, "BookerId");
    details.travel_agency_id = item.updated_id("TravelAgencyId");
    check_reference(hotel.companies, details.travel_agency_id, "TravelAgencyId");
    details.partner_company_id = item.updated_id("CompanyId");
    check_reference(hotel.companies, details.partner_company_id, "CompanyId");
    details.business_segment_id = item.updated_id("BusinessSegmentId");
    check_reference(hotel.business_segments, details.business_segment_id, "BusinessSegmentId");
    details.released_utc = item.updated_instant("ReleasedUtc");
    details.channel_number = item.updated_text("ChannelNumber");
    details.purpose = item.updated_text("Purpose");
    if (details.purpose && details.purpose->value &&
        std::ranges::find(purposes, *details.purpose->value) == std::end(purposes))
        refuse_parameter("Purpose");
    if (auto options = item.object("Options")) {
        details.owner_checked_in =
            never_cleared(options->updated_flag("OwnerCheckedIn"), "OwnerCheckedIn");
        options->note_unknown();
    }
    read_absent(item, "CreditCardId");
    read_absent(item, "AvailabilityBlockId");
    if (item.has("TimeUnitPrices"))
        refuse_for_staff("The prices of nights are changed in the PMS only.");
    return details;
}

bool has_details(Parameters& item) {
    return std::ranges::any_of(
        std::initializer_list<std::string_view>{
            "PersonCounts", "RequestedCategoryId", "RateId", "BookerId", "TravelAgencyId",
            "CompanyId", "BusinessSegmentId", "ReleasedUtc", "ChannelNumber", "Purpose", "Options"},
        [&](std::string_view name) { return item.has(name); });
}

/// Whether the stay would cost something else if it were priced anew.
bool is_priced_anew(const Reservation& stay, const StayChange& change, const Hotel& hotel) {
    const auto category = [&](const std::optional<Uuid>& room_id) {
        return room_id ? hotel.resources.find(*room_id)->category_id : stay.requested_category_id;
    };
    const auto& details = change.details;
    return change.start_utc.value_or(stay.scheduled_start_utc) != stay.scheduled_start_utc ||
           change.end_utc.value_or(stay.scheduled_end_utc) != stay.scheduled_end_utc ||
           (details &&
            (details->person_counts || details->requested_category_id || details->rate_id)) ||
           (change.room_id && change.room_id->value &&
            category(change.room_id->value) != category(stay.assigned_resource_id));
}

json::array render_all_2017(const std::vector<Uuid>& ids, const Hotel& hotel) {
    json::array rows;
    for (const auto& id : ids) rows.push_back(render_2017(*hotel.reservations.find(id)));
    return rows;
}

json::object update_reservations(Parameters& parameters, WriteContext context) {
    existing(context.hotel.reservations, parameters.id("ReservationId"), "ReservationId");
    parameters.id("EnterpriseId");
    auto items = required(parameters.objects("ReservationUpdates", 1000), "ReservationUpdates");
    const bool reprices = parameters.flag("Reprice").value_or(true);
    parameters.flag("ApplyCancellationFee");
    const bool has_reason = !parameters.text("Reason").value_or("").empty();
    parameters.note_unknown();

    Plan plan{context};
    std::vector<Uuid> ids;
    for (auto& item : items) {
        const auto& row =
            existing(context.hotel.reservations, item.id("ReservationId"), "ReservationId");
        const auto& stay = plan.of(row);
        item.id("EnterpriseId");
        StayChange change{
            .start_utc = never_cleared(item.updated_instant("StartUtc"), "StartUtc"),
            .end_utc = never_cleared(item.updated_instant("EndUtc"), "EndUtc"),
            .room_id = item.updated_id("AssignedResourceId"),
            .room_is_locked = never_cleared(item.updated_flag("AssignedResourceLocked"),
                                            "AssignedResourceLocked")};
        const bool with_details = has_details(item);
        auto details = read_details(item, context.hotel);
        if (with_details) change.details = std::move(details);
        item.note_unknown();
        check_open(stay);
        check_dates(stay, change, context.now);
        check_room_change(stay, change, context.hotel);
        if (reprices && !has_reason && is_priced_anew(stay, change, context.hotel))
            refuse_parameter("Reason");
        ids.push_back(row.id);
        plan.add(row, std::move(change));
    }
    plan.apply();

    json::object answer{{"Reservations", render_all_2017(ids, context.hotel)}};
    for (const char* name : {"ReservationGroups", "Customers", "Services", "Products", "Resources",
                             "ResourceCategories", "ResourceCategoryAssignments",
                             "BusinessSegments", "Rates", "RateGroups", "Items", "OrderItems",
                             "Notes", "QrCodeData", "Companies", "ResourceAccessTokens", "Cursor"})
        answer.emplace(name, nullptr);
    return answer;
}

json::object update_interval(Parameters& parameters, WriteContext context) {
    const auto& stay =
        existing(context.hotel.reservations, parameters.id("ReservationId"), "ReservationId");
    const StayChange change{.start_utc = parameters.instant("StartUtc"),
                            .end_utc = parameters.instant("EndUtc")};
    required(parameters.flag("ChargeCancellationFee"), "ChargeCancellationFee");
    parameters.id("EnterpriseId");
    parameters.note_unknown();
    if (!change.start_utc && !change.end_utc) refuse_parameter("StartUtc");
    check_open(stay);
    check_dates(stay, change, context.now);
    Plan plan{context};
    plan.add(stay, change);
    plan.apply();
    return {};
}

constexpr WriteOperation operations[] = {
    {"reservations/update", update_reservations},
    {"reservations/updateInterval", update_interval},
};

}  // namespace

std::span<const WriteOperation> move_writes() {
    return operations;
}

}  // namespace stayd::sim
