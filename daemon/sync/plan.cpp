#include "sync/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "house/guest_address.hpp"
#include "house/pms_facts.hpp"
#include "sync/merge.hpp"
#include "sync/subject.hpp"

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using journal::Change;
using journal::Fields;
using journal::Kind;
using journal::WriteClass;
using model::ReservationState;

constexpr Duration second = 1s;
/// Within a minute nobody knows which of two people was first (hotel-domain.md 9.4).
constexpr Duration clocks_differ_by = 60s;
constexpr std::size_t longest_pms_text = 1000;

Plan ended(house::Outcome outcome) {
    return {.next = std::move(outcome)};
}
Plan refused(std::string reason) {
    return ended(house::Refused{std::move(reason)});
}
Plan send(mews::Write write) {
    return {.next = std::move(write)};
}

Uuid id_in(const Fields& fields, std::string_view name) {
    return Uuid::parse(fields.text(name)).value_or(Uuid{});
}

std::optional<UtcTime> time_in(const Fields& fields, std::string_view name) {
    return parse_iso8601(fields.text(name));
}

// Sets
// ------------------------------------------------------------------------------------------------

/// Fields that make sense only together, as one; else each for itself (sync.md R27). All of an
/// address do: the street of one with the city of another is where nobody lives.
std::vector<std::vector<std::string>> groups_of(const Change& change) {
    const bool is_one = change.kind == Kind::set_stay_times || change.kind == Kind::update_address;
    std::vector<std::vector<std::string>> groups;
    for (const auto& [name, value] : change.value) {
        if (!change.base.has(name)) continue;  // is written along, such as a reason
        if (is_one && !groups.empty()) {
            groups.front().push_back(name);
        } else {
            groups.push_back({name});
        }
    }
    return groups;
}

Fields::Value together(const Fields& fields, const std::vector<std::string>& group) {
    if (group.size() == 1) return fields.get(group.front());
    std::string all;
    for (const auto& name : group) all += fields.text(name) + '\n';
    return all;
}

Fields without(const Fields& fields, const Fields& left_out) {
    Fields rest;
    for (const auto& [name, value] : fields) {
        if (!left_out.has(name)) rest.set(name, value);
    }
    return rest;
}

Fields differing(const Fields& fields, const Fields& from) {
    Fields rest;
    for (const auto& [name, value] : fields) {
        if (from.get(name) != value) rest.set(name, value);
    }
    return rest;
}

std::string names_of(const Fields& fields) {
    std::string names;
    for (const auto& [name, value] : fields) {
        if (!names.empty()) names += ", ";
        names += name;
    }
    return names;
}

struct AccountName {
    std::string_view field;  ///< in the lists
    std::string_view name;   ///< in accounts/update
};
constexpr AccountName account_names[] = {{"Phone", "Telephone"}, {"InvoicingEmail", "Email"}};

std::vector<mews::FieldUpdate> updates_of(const Fields& fields) {
    std::vector<mews::FieldUpdate> updates;
    for (const auto& [name, value] : fields) updates.push_back({.name = name, .value = value});
    return updates;
}

std::string_view name_in_update(std::string_view field) {
    for (const auto& row : account_names) {
        if (row.field == field) return row.name;
    }
    return field;
}

mews::Write write_of(house::House& house, const Change& change, const Fields& fields) {
    switch (change.kind) {
        case Kind::set_room_state: {
            auto reason = fmt::format("{}, stayd", change.made_by);
            if (const auto note = change.value.get("Note"))
                reason = fmt::format("{}: {}", reason, *note);
            return mews::SetResourceStates{{{.resource_id = change.subject,
                                             .state = model::resource_state(fields.text("State")),
                                             .reason = std::move(reason)}}};
        }
        case Kind::move_stay:
            return mews::MoveReservation{.reservation_id = change.subject,
                                         .resource_id = id_in(fields, "Room")};
        case Kind::set_stay_times:
            return mews::SetReservationInterval{.reservation_id = change.subject,
                                                .start_utc = time_in(fields, "Start"),
                                                .end_utc = time_in(fields, "End")};
        case Kind::update_address:
            return mews::UpdateAddress{.address_id = subject_of(house, change),
                                       .fields = updates_of(fields)};
        default: {
            mews::UpdateAccount update{.account_id = subject_of(house, change),
                                       .kind = change.kind == Kind::update_company
                                                   ? mews::AccountKind::company
                                                   : mews::AccountKind::customer,
                                       .fields = {}};
            for (const auto& [name, value] : fields) {
                update.fields.push_back(
                    {.name = std::string{name_in_update(name)}, .value = value});
            }
            return update;
        }
    }
}

/// Why the thing can no longer be changed at all; empty when it can.
std::string hindrance(house::House& house, const Change& change) {
    if (change.kind != Kind::move_stay && change.kind != Kind::set_stay_times) return {};
    const auto stay = house.mirror().reservation(change.subject);
    if (stay && stay->state == ReservationState::canceled)
        return "The reservation was canceled in Mews.";
    if (stay && stay->state == ReservationState::processed)
        return "The guest has been checked out in Mews.";
    return {};
}

bool is_overtaken(house::House& house, const Change& change, const Fields& remote) {
    if (change.kind != Kind::set_room_state) return false;
    // Out of order is a block in the PMS: no state we could set undoes it (hotel-domain.md, C3).
    if (model::resource_state(remote.text("State")) == model::ResourceState::out_of_order &&
        remote.get("State") != change.base.get("State"))
        return true;
    const auto turnover = house::last_turnover(house.database(), change.subject);
    return turnover && *turnover > change.made;
}

std::string replaced_text(const Change& change, const Fields& lost) {
    if (change.kind == Kind::set_room_state) {
        return fmt::format("In Mews the room was set to {} meanwhile.",
                           in_words(model::resource_state(lost.text("State"))));
    }
    if (change.kind == Kind::update_address)
        return "In Mews the guest got another address meanwhile.";
    return fmt::format("Changed in Mews meanwhile: {}.", names_of(lost));
}

/// What our own create made, and no read has brought yet, is as it was sent.
std::optional<Fields> remote_of(house::House& house, const Change& change, const Uuid& subject) {
    auto remote = house::fields_in_pms(house.mirror(), change.kind, subject, change.base);
    const bool is_made = change.kind == Kind::update_address && subject != change.subject;
    if (is_made && !house.mirror().document(model::List::addresses, subject)) return change.base;
    return remote;
}

std::string gone_text(house::House& house, const Change& change) {
    if (change.kind == Kind::set_room_state) return "The room is no longer in Mews.";
    const bool is_made_here = house.journal().find(change.subject).has_value();
    return is_made_here ? "Mews did not take what this changes." : "It is no longer in Mews.";
}

Plan plan_set(house::House& house, const Change& change, UtcTime now) {
    if (auto why = hindrance(house, change); !why.empty()) return refused(std::move(why));
    const auto subject = subject_of(house, change);
    const auto remote = remote_of(house, change, subject);
    const auto& kind = journal::entry(change.kind);
    if (!remote) return refused(gone_text(house, change));
    const auto updated = house::updated_in_pms(house.mirror(), kind.list, subject);
    Plan plan{.next = house::Outcome{house::Confirmed{}}};
    Fields wanted = change.value;
    bool sends = false;
    for (const auto& group : groups_of(change)) {
        const auto decided =
            merge({.base = together(change.base, group),
                   .local = together(change.value, group),
                   .remote = together(*remote, group),
                   .made = {change.made - clocks_differ_by, change.made + clocks_differ_by},
                   .changed = {change.base_at, updated == UtcTime{} ? now : updated},
                   .policy = kind.policy,
                   .overtaken = is_overtaken(house, change, *remote)});
        sends = sends || decided.merged == Merged::send;
        if (decided.conflict) plan.rule = decided.rule;
        for (const auto& name : group) {
            if (decided.merged == Merged::replaced) plan.lost.set(name, remote->get(name));
            if (decided.merged == Merged::send && decided.conflict)
                plan.beaten.set(name, remote->get(name));
            if (decided.merged == Merged::converged) wanted = without(wanted, {{name, {}}});
        }
    }
    // The PMS shows longer lines than it takes: what is so already is not sent.
    if (change.kind == Kind::update_address) wanted = differing(wanted, *remote);
    if (sends && !wanted.empty()) {
        plan.next = write_of(house, change, without(wanted, plan.lost));
    } else if (!plan.lost.empty()) {
        plan.next = house::Outcome{house::Replaced{
            .reason = replaced_text(change, plan.lost), .lost = plan.lost, .rule = plan.rule}};
    }
    return plan;
}

// Creates
// ------------------------------------------------------------------------------------------------

/// Why what it belongs to can no longer have it; empty when it can.
std::string hindered_creation(house::House& house, const Change& change) {
    if (change.kind == Kind::add_companion || change.kind == Kind::sell_product) {
        const auto stay = change.about ? house.mirror().reservation(*change.about) : std::nullopt;
        if (stay && stay->state == ReservationState::canceled)
            return "The reservation was canceled in Mews.";
    }
    if (change.kind == Kind::send_message) {
        const auto thread =
            change.depends_on ? house.journal().find(*change.depends_on) : std::nullopt;
        if (!thread || !thread->pms_id) return "Mews did not open the conversation.";
    }
    return {};
}

mews::Write write_of_task(house::House& house, const Change& change, UtcTime now) {
    const auto task = house.tasks().find(change.subject);
    const auto room = task->room_id ? house.mirror().resource(*task->room_id) : std::nullopt;
    // The PMS's tasks know no room: it stands in the name.
    const auto title = room ? fmt::format("{}: {}", room->name, task->title) : task->title;
    return mews::AddTask{.name = operations::marked(title, change.id),
                         .description = task->description,
                         .department_id = task->department_id,
                         .service_order_id = {},
                         .deadline_utc = std::max(task->due, now + 60s)};
}

mews::Write write_of_document(const Change& change, const Uuid& guest) {
    mews::AddDocument add{.customer_id = guest,
                          .type = change.value.text("Type"),
                          .number = change.value.text("Number"),
                          .rest = {}};
    for (const auto& [name, value] : change.value) {
        if (name != "Type" && name != "Number" && value) add.rest.push_back({name, value});
    }
    return add;
}

/// A guest has one address: where the PMS got one meanwhile, ours is merged with that one.
Plan plan_address(house::House& house, const Change& change, UtcTime now) {
    const auto guest = house::surviving_guest(house.database(), *change.about);
    if (const auto theirs = house::address_in_pms(house.database(), guest)) {
        auto set = change;
        set.kind = Kind::update_address;
        set.subject = *theirs;
        return plan_set(house, set, now);
    }
    mews::AddAddress add{.account_id = guest, .fields = updates_of(change.value)};
    return send(std::move(add));
}

mews::Write write_of_product(house::House& house, const Change& change) {
    const auto count = std::atoi(change.value.text("Count").c_str());
    const auto service = id_in(change.value, "Service");
    const auto stay = house.mirror().reservation(*change.about);
    if (stay && stay->service_id == service) {
        return mews::AddProduct{.reservation_id = *change.about,
                                .product_id = id_in(change.value, "Product"),
                                .count = count,
                                .start_utc = {},
                                .end_utc = {}};
    }
    return mews::AddOrder{.service_id = service,
                          .account_id = id_in(change.value, "Account"),
                          .product_id = id_in(change.value, "Product"),
                          .count = count,
                          .linked_reservation_id = change.about,
                          .external_identifier = change.id.to_string()};
}

mews::Write write_of_create(house::House& house, const Change& change, UtcTime now) {
    const auto about = change.about.value_or(Uuid{});
    const auto guest = house::surviving_guest(house.database(), about);
    switch (change.kind) {
        case Kind::block_room:
            return mews::AddBlock{.resource_id = about,
                                  .type = change.value.text("Type"),
                                  .name = operations::marked(change.value.text("Name"), change.id),
                                  .start_utc = time_in(change.value, "Start").value_or(now),
                                  .end_utc = time_in(change.value, "End").value_or(now),
                                  .notes = change.value.text("Notes")};
        case Kind::add_document:
            return write_of_document(change, guest);
        case Kind::add_companion:
            return mews::AddCompanion{.reservation_id = about,
                                      .customer_id = house::surviving_guest(
                                          house.database(), id_in(change.value, "Guest"))};
        case Kind::add_stay_note:
            return mews::AddStayNote{.reservation_id = about,
                                     .text = operations::marked(change.value.text("Text"),
                                                                change.id, 4 * longest_pms_text)};
        case Kind::add_guest_note:
            return mews::AddAccountNote{
                .account_id = guest,
                .kind = mews::AccountKind::customer,
                .text = operations::marked(change.value.text("Text"), change.id, longest_pms_text)};
        case Kind::sell_product:
            return write_of_product(house, change);
        case Kind::open_thread: {
            const auto stay = house.mirror().reservation(about);
            return mews::AddThread{
                .original_sender = "stayd",
                .subject = operations::marked(
                    fmt::format("Reservation {}", stay ? stay->number : "?"), change.id)};
        }
        case Kind::send_message: {
            const auto thread = house.journal().find(change.depends_on.value_or(Uuid{}));
            return mews::AddMessage{.thread_id = thread->pms_id.value_or(Uuid{}),
                                    .text = change.value.text("Text"),
                                    .identifier = change.id.to_string()};
        }
        default:
            return write_of_task(house, change, now);
    }
}

Plan plan_create(house::House& house, const Change& change, UtcTime now) {
    if (change.kind == Kind::create_task) {
        const auto task = house.tasks().find(change.subject);
        if (!task) return refused("The task is no longer here.");
        if (task->pms_id) return ended(house::Confirmed{.pms_id = task->pms_id});
    }
    if (auto why = hindered_creation(house, change); !why.empty()) return refused(std::move(why));
    if (const auto there = house::created_in_pms(house.database(), change))
        return ended(house::Confirmed{.pms_id = there});
    if (change.kind == Kind::add_address) return plan_address(house, change, now);
    return send(write_of_create(house, change, now));
}

// Transitions
// ------------------------------------------------------------------------------------------------

Plan plan_check_in(house::House& house, const Change& change, UtcTime now) {
    const auto stay = house.mirror().reservation(change.subject);
    if (stay &&
        (stay->state == ReservationState::started || stay->state == ReservationState::processed)) {
        return ended(house::Confirmed{});
    }
    if (stay && stay->state == ReservationState::canceled)
        return refused("The reservation was canceled in Mews.");
    if (stay && stay->scheduled_start_utc > now) {
        return ended(
            house::TryAgain{.at = stay->scheduled_start_utc + second,
                            .reason = "Mews takes a check-in only from the planned arrival on."});
    }
    return send(mews::StartReservation{change.subject});
}

Plan plan_check_out(house::House& house, const Change& change) {
    const auto stay = house.mirror().reservation(change.subject);
    if (stay && stay->state == ReservationState::processed) return ended(house::Confirmed{});
    if (stay && stay->state == ReservationState::canceled)
        return refused("The reservation was canceled in Mews.");
    return send(
        mews::ProcessReservation{.reservation_id = change.subject,
                                 .close_bills = true,
                                 .open_balance_notes = change.value.text("OpenBalanceReason")});
}

Plan plan_close_task(house::House& house, const Change& change) {
    const auto task = house.tasks().find(change.subject);
    if (!task || !task->pms_id) return ended(house::KeptOnBox{"Mews does not have this task."});
    const auto remote = house.mirror().pms_task(*task->pms_id);
    if (remote && remote->closed_utc) return ended(house::Confirmed{});
    return send(mews::CloseTask{*task->pms_id});
}

// Removals
// ------------------------------------------------------------------------------------------------

Plan plan_remove(house::House& house, const Change& change) {
    const auto made = house.journal().find(change.subject);
    if (made && !made->pms_id && !journal::is_open(made->stage))
        return ended(house::KeptOnBox{"It never came to Mews."});
    const auto id = house::pms_id_of(house.journal(), change.subject);
    switch (change.kind) {
        case Kind::end_block:
            return send(mews::DeleteBlock{id});
        case Kind::remove_document:
            return send(mews::DeleteDocument{id});
        default:
            return send(mews::DeleteCompanion{.reservation_id = change.about.value_or(Uuid{}),
                                              .customer_id = id_in(change.value, "Guest")});
    }
}

}  // namespace

Plan plan(house::House& house, const Change& change, UtcTime now) {
    switch (journal::entry(change.kind).write_class) {
        case WriteClass::set:
            return plan_set(house, change, now);
        case WriteClass::create:
            return plan_create(house, change, now);
        case WriteClass::transition:
            if (change.kind == Kind::check_in) return plan_check_in(house, change, now);
            if (change.kind == Kind::check_out) return plan_check_out(house, change);
            return plan_close_task(house, change);
        case WriteClass::remove:
            return plan_remove(house, change);
        case WriteClass::local:
            break;
    }
    return ended(house::KeptOnBox{});
}

std::size_t most_in_one_call(Kind kind) {
    return kind == Kind::set_room_state ? 1000 : 1;
}

}  // namespace stayd::sync
