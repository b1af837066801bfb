#include "tests/sim/mews/edit_something.hpp"

#include <fmt/format.h>

#include "tests/sim/mews/city_house.hpp"
#include "tests/sim/mews/hand.hpp"
#include "tests/sim/mews/render.hpp"

namespace stayd::sim {
namespace {

using model::ReservationState;
using model::ResourceState;
using namespace std::chrono_literals;

// --- Rooms ---

std::string edit_room(Hand& hand) {
    constexpr ResourceState states[] = {ResourceState::dirty, ResourceState::clean,
                                        ResourceState::inspected, ResourceState::out_of_service};
    auto* room = hand.any(hand.hotel.resources, [](const Resource& row) {
        return row.is_active && row.state != ResourceState::out_of_order;
    });
    if (room == nullptr) return {};
    const auto state = states[hand.random.below(hand.random.chance(90) ? 3 : 4)];
    hand.desk.set_room_state(*room, state, "", hand.stamp);
    return fmt::format("{} is {}", room->name, to_word(state));
}

std::string edit_block(Hand& hand) {
    if (hand.random.chance(45)) {
        auto* block = hand.any_active(&Hotel::resource_blocks);
        if (block == nullptr) return {};
        hand.desk.delete_block(*block, hand.stamp);
        return fmt::format("deleted {}", text_in(*block, "Name"));
    }
    const auto start = hand.stamp.now + std::chrono::hours{hand.random.below(3) * 24};
    const auto end = start + std::chrono::hours{2 + hand.random.below(48)};
    auto* room = hand.any(hand.hotel.resources, [&](const Resource& row) {
        return row.is_active && row.state != ResourceState::out_of_order &&
               hand.desk.occupant(row.id, start, end, {}) == nullptr;
    });
    if (room == nullptr) return {};
    const BlockDraft draft{.type = hand.random.chance(75) ? "OutOfOrder" : "InternalUse",
                           .name = fmt::format("Repair {}", hand.random.below(1000)),
                           .start_utc = start,
                           .end_utc = end};
    hand.desk.add_block(*room, draft, hand.stamp);
    return fmt::format("{} from {} for room {}", draft.type, to_iso8601(start), room->name);
}

std::string edit_feature_assignment(Hand& hand) {
    auto* row = hand.any(hand.hotel.resource_feature_assignments);
    if (row == nullptr) return {};
    row->is_active = !row->is_active;
    hand.desk.change(&Hotel::resource_feature_assignments, *row, {}, hand.stamp);
    return fmt::format("{} is {}", row->id.to_string(), row->is_active ? "back" : "gone");
}

// --- Stays ---

std::string edit_reservation(Hand& hand) {
    const auto now = hand.stamp.now;
    switch (hand.random.below(5)) {
        case 0: {
            const auto* made = hand.desk.book_next(hand.stamp);
            if (made != nullptr) return fmt::format("booked {}", made->number);
            return {};
        }
        case 1: {
            const auto day = day_in_lisbon(now) + std::chrono::days{1 + hand.random.below(20)};
            const auto nights = std::chrono::days{1 + hand.random.below(5)};
            return fmt::format("booked {}", hand.desk
                                                .book({.first_name = "Ada",
                                                       .last_name = hand.family(),
                                                       .start_utc = in_lisbon(day, 15h),
                                                       .end_utc = in_lisbon(day + nights, 11h)},
                                                      hand.stamp)
                                                .number);
        }
        case 2: {
            auto* stay = hand.any(hand.hotel.reservations, [&](const Reservation& row) {
                return row.state == ReservationState::confirmed && row.scheduled_start_utc > now;
            });
            if (stay == nullptr) return {};
            hand.desk.cancel(*stay, "RequestedByGuest", hand.stamp);
            return fmt::format("canceled {}", stay->number);
        }
        case 3: {
            auto* stay = hand.any(hand.hotel.reservations, [&](const Reservation& row) {
                if (row.state != ReservationState::confirmed || !row.assigned_resource_id ||
                    row.scheduled_start_utc > now || row.scheduled_end_utc < now)
                    return false;
                return hand.desk.occupant(*row.assigned_resource_id, now, now + 1h, row.id) ==
                       nullptr;
            });
            if (stay == nullptr) return {};
            hand.desk.start(*stay, hand.stamp);
            return fmt::format("checked {} in", stay->number);
        }
        default: {
            auto* stay = hand.any(hand.hotel.reservations, [&](const Reservation& row) {
                return row.state == ReservationState::started && row.scheduled_end_utc < now + 6h;
            });
            if (stay == nullptr) return {};
            hand.desk.process(*stay, hand.stamp);
            return fmt::format("checked {} out", stay->number);
        }
    }
}

std::string edit_companion(Hand& hand) {
    if (hand.random.chance(40)) {
        const auto* row = hand.any(hand.hotel.companionships);
        if (row == nullptr) return {};
        const auto id = row->id;
        hand.desk.remove_companion(id, hand.stamp);
        return fmt::format("removed {}", id.to_string());
    }
    const auto* stay = hand.stay_in(ReservationState::confirmed);
    const auto* guest = hand.guest();
    if (stay == nullptr || guest == nullptr) return {};
    hand.desk.add_companion(*stay, *guest, hand.stamp);
    return fmt::format("guest {} comes with {}", guest->number, stay->number);
}

std::string edit_note(Hand& hand) {
    const auto what = hand.random.below(3);
    if (what == 0) return hand.erase(&Hotel::service_order_notes);
    if (what == 1) return hand.retext(&Hotel::service_order_notes, "Text", hand.text());
    const auto* stay = hand.stay_in(ReservationState::confirmed);
    if (stay == nullptr) return {};
    return hand.add(&Hotel::service_order_notes,
                    {{"OrderId", stay->id.to_string()},
                     {"Text", hand.text()},
                     {"Type", hand.random.chance(50) ? "General" : "SpecialRequest"}});
}

std::string edit_task(Hand& hand) {
    if (hand.random.chance(50)) {
        auto* task = hand.any(hand.hotel.tasks, [](const Task& row) { return !row.closed_utc; });
        if (task == nullptr) return {};
        hand.desk.close_task(*task, hand.stamp);
        return fmt::format("closed {}", task->name);
    }
    const auto* department = hand.any(hand.hotel.departments);
    if (department == nullptr) return {};
    const auto deadline = std::chrono::floor<std::chrono::seconds>(hand.stamp.now + 2h);
    const auto& task =
        hand.desk.add_task({.name = fmt::format("Look at {}", hand.random.below(900)),
                            .department_id = department->id,
                            .deadline_utc = deadline},
                           hand.stamp);
    return fmt::format("added {}", task.name);
}

// --- Guests and companies ---

std::string edit_guest(Hand& hand) {
    auto* guest = hand.guest();
    if (guest == nullptr) return {};
    hand.desk.rename_guest(*guest, guest->first_name, hand.family(), hand.stamp);
    return fmt::format("{} is now {}", guest->number, guest->last_name);
}

std::string edit_address(Hand& hand) {
    const auto what = hand.random.below(4);
    if (what == 0) return hand.erase(&Hotel::addresses);
    if (what < 3)
        return hand.retext(&Hotel::addresses, "Line1",
                           fmt::format("Rua Nova {}", hand.random.below(200)));
    auto* guest = hand.guest();
    if (guest == nullptr) return {};
    const auto& address = hand.desk.add(
        &Hotel::addresses,
        {{"AccountId", guest->id.to_string()}, {"Line1", "Rossio 1"}, {"CountryCode", "PT"}},
        hand.stamp);
    guest->address_id = address.id;
    hand.desk.amended(*guest, "guest_address", guest->number, hand.stamp);
    return fmt::format("guest {} moved", guest->number);
}

std::string edit_document(Hand& hand) {
    if (hand.random.chance(40)) return hand.erase(&Hotel::identity_documents);
    const auto* guest = hand.guest();
    if (guest == nullptr) return {};
    return hand.add(&Hotel::identity_documents,
                    {{"CustomerId", guest->id.to_string()},
                     {"Type", "Passport"},
                     {"Number", fmt::format("P{:07}", hand.random.below(10'000'000))}});
}

std::string edit_relationship(Hand& hand) {
    if (hand.random.chance(30)) return hand.erase(&Hotel::relationships);
    const auto* one = hand.guest();
    const auto* other = hand.guest();
    if (one == nullptr || other == nullptr || one == other) return {};
    return hand.add(&Hotel::relationships, {{"CustomerId", one->id.to_string()},
                                            {"RelatedCustomerId", other->id.to_string()},
                                            {"Relationship", "Friend"}});
}

std::string edit_account_note(Hand& hand) {
    const auto what = hand.random.below(3);
    if (what == 0) return hand.erase(&Hotel::account_notes);
    if (what == 1) return hand.retext(&Hotel::account_notes, "Content", hand.text());
    const auto* guest = hand.guest();
    if (guest == nullptr) return {};
    return hand.add(&Hotel::account_notes,
                    {{"AccountId", guest->id.to_string()}, {"Content", hand.text()}});
}

std::string edit_company(Hand& hand) {
    return hand.retext(&Hotel::companies, "Name",
                       fmt::format("{} & Filhos {}", hand.family(), hand.random.below(1000)));
}

std::string edit_membership(Hand& hand) {
    if (hand.random.chance(20)) return hand.erase(&Hotel::loyalty_memberships);
    auto* row = hand.any_active(&Hotel::loyalty_memberships);
    if (row == nullptr) return {};
    const auto points = hand.random.below(50'000);
    hand.desk.change(&Hotel::loyalty_memberships, *row, {{"Points", points}}, hand.stamp);
    return fmt::format("{} has {} points", row->id.to_string(), points);
}

std::string edit_message(Hand& hand) {
    auto* thread = hand.any(hand.hotel.message_threads);
    if (thread == nullptr) return {};
    hand.desk.post_message(*thread, hand.text(),
                           hand.random.chance(50) ? "Enterprise" : "Application", hand.stamp);
    return fmt::format("answered {}", text_in(*thread, "Subject"));
}

std::string edit_thread(Hand& hand) {
    auto* thread = hand.any(hand.hotel.message_threads);
    if (thread == nullptr || hand.random.chance(30))
        return hand.add(&Hotel::message_threads,
                        {{"OriginalSender", hand.family()}, {"Subject", hand.text()}});
    const bool is_resolved = !thread->body.at("IsResolved").as_bool();
    hand.desk.change(&Hotel::message_threads, *thread, {{"IsResolved", is_resolved}}, hand.stamp);
    return fmt::format("{} is {}", text_in(*thread, "Subject"), is_resolved ? "resolved" : "open");
}

// --- Lists the house rarely touches ---

template <Records table>
std::string edit_names(Hand& hand) {
    return hand.rename(table, fmt::format("Renamed {}", hand.random.below(1000)));
}
template <Records table>
std::string edit_name(Hand& hand) {
    return hand.retext(table, "Name", fmt::format("Renamed {}", hand.random.below(1000)));
}

std::string edit_source_assignment(Hand& hand) {
    const auto* source = hand.any(hand.hotel.sources);
    auto* row = hand.any_active(&Hotel::source_assignments);
    if (row == nullptr || source == nullptr) return {};
    hand.desk.change(&Hotel::source_assignments, *row, {{"SourceId", source->id.to_string()}},
                     hand.stamp);
    return fmt::format("{} came from {}", row->id.to_string(), text_in(*source, "Name"));
}

template <class Row>
std::string edit_localized(Hand& hand, Table<Row>& table, const char* kind) {
    auto* row = hand.any(table);
    if (row == nullptr) return {};
    row->names["en-GB"] = fmt::format("Renamed {}", hand.random.below(1000));
    hand.desk.amended(*row, kind, row->names["en-GB"], hand.stamp);
    return fmt::format("{} is now called {}", row->id.to_string(), row->names["en-GB"]);
}
std::string edit_service(Hand& hand) {
    return edit_localized(hand, hand.hotel.services, "service_changed");
}
std::string edit_category(Hand& hand) {
    return edit_localized(hand, hand.hotel.resource_categories, "category_changed");
}
std::string edit_age_category(Hand& hand) {
    return edit_localized(hand, hand.hotel.age_categories, "age_category_changed");
}

/// Of an assignment that is made anew: the PMS calls it changed.
std::string edit_category_assignment(Hand& hand) {
    auto* row = hand.any(hand.hotel.resource_category_assignments);
    if (row == nullptr) return {};
    hand.desk.amended(*row, "category_assignment_changed", {}, hand.stamp);
    return fmt::format("{} saved again", row->id.to_string());
}
std::string edit_department(Hand& hand) {
    auto* row = hand.any(hand.hotel.departments);
    if (row == nullptr) return {};
    row->name = fmt::format("{} {}", row->name.substr(0, row->name.find(" (")),
                            fmt::format("({})", hand.random.below(100)));
    hand.desk.amended(*row, "department_changed", row->name, hand.stamp);
    return fmt::format("now called {}", row->name);
}

struct Kind {
    std::string_view list;
    std::string (*edit)(Hand&);
};
constexpr Kind kinds[] = {
    {"room", edit_room},
    {"block", edit_block},
    {"feature", edit_names<&Hotel::resource_features>},
    {"feature assignment", edit_feature_assignment},
    {"reservation", edit_reservation},
    {"group", edit_name<&Hotel::reservation_groups>},
    {"companion", edit_companion},
    {"note", edit_note},
    {"task", edit_task},
    {"guest", edit_guest},
    {"address", edit_address},
    {"document", edit_document},
    {"relationship", edit_relationship},
    {"account note", edit_account_note},
    {"company", edit_company},
    {"membership", edit_membership},
    {"loyalty program", edit_name<&Hotel::loyalty_programs>},
    {"loyalty tier", edit_name<&Hotel::loyalty_tiers>},
    {"message", edit_message},
    {"thread", edit_thread},
    {"order item", edit_item},
    {"order", edit_order},
    {"payment", edit_payment},
    {"bill", edit_bill},
    {"payment request", edit_payment_request},
    {"product", edit_product},
    {"product category", edit_product_category},
    {"accounting category", edit_name<&Hotel::accounting_categories>},
    {"rate", edit_names<&Hotel::rates>},
    {"rate group", edit_names<&Hotel::rate_groups>},
    {"business segment", edit_name<&Hotel::business_segments>},
    {"source", edit_name<&Hotel::sources>},
    {"source assignment", edit_source_assignment},
    {"outlet", edit_name<&Hotel::outlets>},
    {"service", edit_service},
    {"category", edit_category},
    {"category assignment", edit_category_assignment},
    {"age category", edit_age_category},
    {"department", edit_department},
};

std::string edit(const Kind& kind, Pms& pms, SplitMix& random, UtcTime now) {
    Hand hand{pms, random, now};
    hand.desk.follow_blocks(hand.stamp);
    auto done = kind.edit(hand);
    pms.flush_events();
    return done.empty() ? done : fmt::format("{}: {}", kind.list, done);
}

}  // namespace

std::string edit_something(Pms& pms, SplitMix& random, UtcTime now) {
    for (;;) {
        auto done = edit(kinds[random.below(std::size(kinds))], pms, random, now);
        if (!done.empty()) return done;
    }
}

std::vector<std::string_view> editable_lists() {
    std::vector<std::string_view> lists;
    for (const auto& kind : kinds) lists.push_back(kind.list);
    return lists;
}

std::string edit_one_of(Pms& pms, std::string_view list, SplitMix& random, UtcTime now) {
    const auto kind = std::ranges::find(kinds, list, &Kind::list);
    invariant(kind != std::end(kinds), "it is a list that can change");
    return edit(*kind, pms, random, now);
}

}  // namespace stayd::sim
