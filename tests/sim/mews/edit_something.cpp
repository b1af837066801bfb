#include "tests/sim/mews/edit_something.hpp"

#include <fmt/format.h>

#include "tests/sim/mews/city_house.hpp"
#include "tests/sim/mews/render.hpp"

namespace stayd::sim {
namespace {

using model::ReservationState;
using model::ResourceState;
using namespace std::chrono_literals;

constexpr const char* texts[] = {"Quiet room, please.",           "Cama extra pedida.",
                                 "Bitte Babybett bereitstellen.", "חדר שקט בבקשה",
                                 "Поздний заезд, после 23:00",    "安静的房间",
                                 "Allergie aux arachides.",       "Called again: now at 21:30"};
constexpr const char* families[] = {"Okafor", "Sørensen", "d’Ávila", "Nowak", "كريم", "Yıldız"};
constexpr int tries = 60;

class Hand {
  public:
    Hand(Pms& pms, SplitMix& drawn, UtcTime now)
        : hotel(pms.hotel()), desk(pms.desk()), random(drawn), stamp{now, Actor::other_user} {}

    Hotel& hotel;
    Desk& desk;
    SplitMix& random;
    Stamp stamp;

    const char* text() { return texts[random.below(std::size(texts))]; }
    const char* family() { return families[random.below(std::size(families))]; }
    /// A row that is so, if a few tries find one.
    template <class Row, class Claim>
    Row* any(Table<Row>& table, Claim is_so) {
        if (table.size() == 0) return nullptr;
        for (int i = 0; i < tries; ++i) {
            auto& row = table.rows()[random.below(table.size())];
            if (is_so(row)) return &row;
        }
        return nullptr;
    }
    template <class Row>
    Row* any(Table<Row>& table) {
        return any(table, [](const Row&) { return true; });
    }
    Record* any_active(Records table) {
        return any(hotel.*table, [](const Record& row) { return row.is_active; });
    }
    Reservation* stay_in(ReservationState state) {
        return any(hotel.reservations, [&](const Reservation& row) { return row.state == state; });
    }
    Customer* guest() {
        return any(hotel.customers, [](const Customer& row) { return row.is_active; });
    }
    /// Changes a text of an active row.
    std::string retext(Records table, std::string_view member, const std::string& value) {
        auto* row = any_active(table);
        if (row == nullptr) return {};
        desk.change(table, *row, {{member, value}}, stamp);
        return fmt::format("{} of {} is now {}", member, row->id.to_string(), value);
    }
    /// Changes the English one of its names.
    std::string rename(Records table, const std::string& name) {
        auto* row = any_active(table);
        if (row == nullptr) return {};
        auto names = row->body.at("Names").as_object();
        names["en-GB"] = name;
        desk.change(table, *row, {{"Names", names}}, stamp);
        return fmt::format("{} is now called {}", row->id.to_string(), name);
    }
    std::string erase(Records table) {
        const auto* row = any_active(table);
        if (row == nullptr) return {};
        const auto id = row->id;
        desk.erase(table, id, stamp);
        return fmt::format("deleted {}", id.to_string());
    }
    std::string add(Records table, const json::object& members) {
        return fmt::format("added {}", desk.add(table, members, stamp).id.to_string());
    }
};

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

// --- Money ---

const Record* product_for_sale(Hand& hand, model::ServiceType of) {
    return hand.any(hand.hotel.products, [&](const Record& row) {
        return row.is_active && !row.body.at("IsDefault").as_bool() &&
               hand.hotel.services.find(*id_in(row, "ServiceId"))->type == of;
    });
}

std::string edit_item(Hand& hand) {
    if (hand.random.chance(35)) {
        auto* item = hand.any(hand.hotel.order_items, [&](const OrderItem& row) {
            return row.state == "Open" && hand.hotel.reservations.find(row.service_order_id);
        });
        if (item == nullptr) return {};
        hand.desk.cancel_item(*item, hand.stamp);
        return fmt::format("canceled {}", item->id.to_string());
    }
    auto* stay = hand.stay_in(ReservationState::started);
    const auto* product = product_for_sale(hand, model::ServiceType::bookable);
    if (stay == nullptr || product == nullptr) return {};
    const auto& item = hand.desk.charge(*stay, *product, 1, hand.stamp);
    return fmt::format("charged {} with {} cents", stay->number, item.cents());
}

std::string edit_order(Hand& hand) {
    if (hand.random.chance(35)) {
        auto* order = hand.any(hand.hotel.product_service_orders, [](const Record& row) {
            return text_in(row, "State") == "Confirmed";
        });
        if (order == nullptr) return {};
        hand.desk.cancel_order(*order, hand.stamp);
        return fmt::format("canceled {}", text_in(*order, "Number"));
    }
    const auto* stay = hand.stay_in(ReservationState::started);
    const auto* product = product_for_sale(hand, model::ServiceType::additional);
    if (stay == nullptr || product == nullptr) return {};
    return fmt::format("ordered {} for {}",
                       text_in(hand.desk.order(*stay, *product, 2, hand.stamp), "Number"),
                       stay->number);
}

/// What is owed, or a deposit before the stay.
std::string edit_payment(Hand& hand) {
    auto* stay = hand.any(hand.hotel.reservations, [](const Reservation& row) {
        return row.state == ReservationState::confirmed ||
               (row.state == ReservationState::started && row.balance_minor > 0);
    });
    if (stay == nullptr) return {};
    const int cents = stay->state == ReservationState::started ? stay->balance_minor : 5'000;
    constexpr std::string_view types[] = {"CashPayment", "CreditCardPayment", "ExternalPayment"};
    hand.desk.pay(*stay, cents, types[hand.random.below(3)], hand.stamp);
    return fmt::format("{} cents for {}", cents, stay->number);
}

std::string edit_bill(Hand& hand) {
    if (hand.random.chance(50)) {
        auto* bill = hand.any(hand.hotel.bills,
                              [](const Record& row) { return text_in(row, "State") == "Open"; });
        if (bill == nullptr) return {};
        hand.desk.close_bill(*bill, hand.stamp);
        return fmt::format("closed {}", text_in(*bill, "Number"));
    }
    const auto* stay = hand.stay_in(ReservationState::started);
    if (stay == nullptr) return {};
    hand.desk.open_bill(*stay, hand.stamp);
    return fmt::format("opened one for {}", stay->number);
}

std::string edit_payment_request(Hand& hand) {
    auto* request = hand.any(hand.hotel.payment_requests,
                             [](const Record& row) { return text_in(row, "State") == "Pending"; });
    if (request != nullptr && hand.random.chance(50)) {
        const auto* state = hand.random.chance(50) ? "Canceled" : "Completed";
        hand.desk.change(&Hotel::payment_requests, *request, {{"State", state}}, hand.stamp);
        return fmt::format("{} is {}", request->id.to_string(), state);
    }
    const auto* stay = hand.any(hand.hotel.reservations, [](const Reservation& row) {
        return row.state == ReservationState::confirmed &&
               row.account_type == model::AccountType::customer;
    });
    if (stay == nullptr) return {};
    return hand.add(&Hotel::payment_requests, {{"AccountId", stay->account_id.to_string()},
                                               {"ReservationId", stay->id.to_string()},
                                               {"Amount", amount(10'000, 6)},
                                               {"Reason", "Deposit"},
                                               {"ExpirationUtc", to_iso8601(hand.stamp.now + 72h)},
                                               {"Description", "Deposit"}});
}

std::string edit_product(Hand& hand) {
    auto* product = hand.any_active(&Hotel::products);
    if (product == nullptr) return {};
    const auto cents = static_cast<std::int64_t>(100 + hand.random.below(4'000));
    hand.desk.change(&Hotel::products, *product, {{"Price", amount(cents, 13)}}, hand.stamp);
    return fmt::format("{} costs {} cents", text_in(*product, "ExternalIdentifier"), cents);
}

/// Products keep the id of a category that has vanished.
std::string edit_product_category(Hand& hand) {
    if (hand.hotel.product_categories.size() > 2 && hand.random.chance(30))
        return hand.erase(&Hotel::product_categories);
    const auto& service = hand.hotel.services.rows().back();
    return hand.add(&Hotel::product_categories,
                    {{"ServiceId", service.id.to_string()},
                     {"Names", json::object{{"en-GB", "Specials of the week"}}}});
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
