#include <fmt/format.h>

#include "house/judge.hpp"
#include "house/pms_facts.hpp"

namespace stayd::house {

using namespace std::chrono_literals;
using journal::Kind;
using model::ReservationState;

namespace {

constexpr std::size_t longest_note = 2000;
constexpr std::size_t longest_message = 1000;
constexpr int most_of_a_product = 99;
constexpr Duration longest_stay = 366 * 24h;
constexpr const char* unknown_stay = "This reservation is not known here. Reload the page.";

std::string_view word(ReservationState state) {
    return to_word(state);
}

}  // namespace

bool Judge::Stay::is_live() const {
    return state == ReservationState::confirmed || state == ReservationState::started ||
           state == ReservationState::optional || state == ReservationState::requested ||
           state == ReservationState::inquired;
}

std::optional<Judge::Stay> Judge::stay(const Uuid& id) const {
    auto query = house_.database().statement(R"sql(
        SELECT number, state_now, room_uid_now, coalesce(assigned_resource_locked, 0), start_now_utc_ms,
               end_now_utc_ms, persons, account_uid
        FROM stay_now WHERE uid = :uid
    )sql");
    query.bind(":uid", id);
    if (!query.step()) return std::nullopt;
    return Stay{.number = query.text(0),
                .state = model::reservation_state(query.text(1)),
                .room = query.optional_uuid(2),
                .room_locked = query.boolean(3),
                .start = query.time(4),
                .end = query.time(5),
                .persons = static_cast<int>(query.integer(6)),
                .account = query.uuid(7)};
}

std::string Judge::taken(const Uuid& room, UtcTime start, UtcTime end, const Uuid& but) const {
    auto stays = house_.database().statement(R"sql(
        SELECT number FROM stay_now
         WHERE uid IN (SELECT uid FROM reservation WHERE assigned_resource_uid = :room
                        UNION SELECT subject_uid FROM change WHERE about_uid = :room AND kind = 'MoveStay')
           AND room_uid_now = :room AND uid <> :but
           AND state_now IN ('Started', 'Confirmed', 'Optional', 'Requested')
           AND start_now_utc_ms < :end AND end_now_utc_ms > :start
         LIMIT 1
    )sql");
    stays.bind(":room", room).bind(":but", but).bind(":start", start).bind(":end", end);
    if (stays.step())
        return fmt::format("The room is taken by reservation {} in that time.", stays.text(0));
    auto blocks = house_.database().statement(R"sql(
        SELECT 1 FROM resource_block
         WHERE resource_uid = :room AND is_active AND start_utc_ms < :end AND end_utc_ms > :start
        UNION ALL SELECT 1 FROM change
         WHERE about_uid = :room AND kind = 'BlockRoom' AND stage IN ('Ready', 'InFlight', 'Unknown')
           AND unixepoch(value ->> 'Start') * 1000 < :end AND unixepoch(value ->> 'End') * 1000 > :start
    )sql");
    blocks.bind(":room", room).bind(":start", start).bind(":end", end);
    return blocks.step() ? "The room is blocked in that time." : "";
}

bool Judge::is_companion(const Uuid& reservation, const Uuid& guest) const {
    // The newest open change about it decides, else the PMS.
    auto query = house_.database().statement(R"sql(
        SELECT coalesce(
            (SELECT kind = 'AddCompanion' FROM change
              WHERE about_uid = :stay AND kind IN ('AddCompanion', 'RemoveCompanion')
                AND value ->> 'Guest' = :word AND stage IN ('Ready', 'InFlight', 'Unknown')
              ORDER BY seq DESC LIMIT 1),
            EXISTS (SELECT 1 FROM companionship WHERE reservation_uid = :stay AND customer_uid = :guest))
    )sql");
    query.bind(":stay", reservation).bind(":guest", guest).bind(":word", guest.to_string());
    return query.step() && query.boolean(0);
}

Judgement Judge::operator()(const CheckIn& action) const {
    const auto stay = this->stay(action.reservation);
    if (!stay) return no(unknown_stay);
    if (stay->state == ReservationState::started) return no("The guest is already checked in.");
    if (stay->state != ReservationState::confirmed) {
        return no(fmt::format("Only a confirmed reservation can be checked in. This one is {}.",
                              word(stay->state)));
    }
    if (!stay->room) return no("No room is assigned. Assign one first.");
    return {.kind = Kind::check_in,
            .subject = action.reservation,
            .depends_on = stay->room,
            .base = {{"State", std::string{word(stay->state)}}}};
}

Judgement Judge::operator()(const CheckOut& action) const {
    const auto stay = this->stay(action.reservation);
    if (!stay) return no(unknown_stay);
    if (stay->state == ReservationState::processed) return no("The guest is already checked out.");
    if (stay->state != ReservationState::started) {
        return no(
            fmt::format("Only a guest in the house can be checked out. This reservation is {}.",
                        word(stay->state)));
    }
    if (stay->end >= house_.day().end)
        return no("The stay ends on a later day. Change its end first.");
    if (characters(action.open_balance_reason) > longest_note)
        return no("The reason is longer than 2,000 characters.");
    journal::Fields value;
    if (!action.open_balance_reason.empty())
        value.set("OpenBalanceReason", action.open_balance_reason);
    return {.kind = Kind::check_out,
            .subject = action.reservation,
            .value = std::move(value),
            .base = {{"State", std::string{word(stay->state)}}}};
}

Judgement Judge::operator()(const MoveStay& action) const {
    const auto stay = this->stay(action.reservation);
    if (!stay) return no(unknown_stay);
    if (!stay->is_live())
        return no(fmt::format("This reservation is {}: it has no room.", word(stay->state)));
    const auto room = house_.mirror().resource(action.room);
    if (!room || !room->is_active) return no("This room is not in the house. Reload the page.");
    if (stay->room == action.room) return no("The stay has this room already.");
    if (stay->room_locked) return no("The stay's room is locked in Mews. Unlock it there first.");
    if (auto why = taken(action.room, stay->start, stay->end, action.reservation); !why.empty())
        return no(std::move(why));
    journal::Fields value{{"Room", action.room.to_string()}};
    auto base = fields_in_pms(house_.mirror(), Kind::move_stay, action.reservation, value);
    return {.kind = Kind::move_stay,
            .subject = action.reservation,
            .about = action.room,
            .value = std::move(value),
            .base = base.value_or(journal::Fields{})};
}

Judgement Judge::operator()(const SetStayTimes& action) const {
    const auto stay = this->stay(action.reservation);
    if (!stay) return no(unknown_stay);
    if (!stay->is_live())
        return no(fmt::format("This reservation is {}: its times are over.", word(stay->state)));
    const auto start = action.start.value_or(stay->start);
    const auto end = action.end.value_or(stay->end);
    if (start == stay->start && end == stay->end) return no("The stay has these times already.");
    if (stay->state == ReservationState::started && start != stay->start)
        return no("The guest has arrived: the start cannot be changed.");
    if (end <= start) return no("The stay must end after it starts.");
    if (end - start > longest_stay) return no("A stay lasts a year at most.");
    if (stay->room) {
        if (auto why = taken(*stay->room, start, end, action.reservation); !why.empty())
            return no(std::move(why));
    }
    // Both ends make sense only together (sync.md R27).
    journal::Fields value{{"Start", to_iso8601(start)}, {"End", to_iso8601(end)}};
    auto base = fields_in_pms(house_.mirror(), Kind::set_stay_times, action.reservation, value);
    return {.kind = Kind::set_stay_times,
            .subject = action.reservation,
            .value = std::move(value),
            .base = base.value_or(journal::Fields{})};
}

Judgement Judge::operator()(const AddCompanion& action) const {
    const auto stay = this->stay(action.reservation);
    if (!stay) return no(unknown_stay);
    if (!stay->is_live()) return no(fmt::format("This reservation is {}.", word(stay->state)));
    const auto guest = surviving_guest(house_.database(), action.guest);
    if (!house_.mirror().document(model::List::customers, guest))
        return no("This guest is not known here. Reload the page.");
    if (is_companion(action.reservation, guest)) return no("The guest is a companion already.");
    return {.kind = Kind::add_companion,
            .subject = command_,
            .about = action.reservation,
            .value = {{"Guest", guest.to_string()}}};
}

Judgement Judge::operator()(const RemoveCompanion& action) const {
    if (!stay(action.reservation)) return no(unknown_stay);
    if (!is_companion(action.reservation, action.guest))
        return no("The guest is no companion of this stay.");
    auto query = house_.database().statement(R"sql(
        SELECT uid FROM change WHERE about_uid = :stay AND kind = 'AddCompanion' AND value ->> 'Guest' = :word
           AND stage IN ('Ready', 'InFlight', 'Unknown')
        UNION ALL SELECT uid FROM companionship WHERE reservation_uid = :stay AND customer_uid = :guest
    )sql");
    query.bind(":stay", action.reservation).bind(":guest", action.guest);
    query.bind(":word", action.guest.to_string());
    if (!query.step()) return no("The guest is no companion of this stay.");
    return {.kind = Kind::remove_companion,
            .subject = query.uuid(0),
            .about = action.reservation,
            .value = {{"Guest", action.guest.to_string()}}};
}

Judgement Judge::operator()(const AddStayNote& action) const {
    if (!stay(action.reservation)) return no(unknown_stay);
    if (action.text.empty()) return no("The note is empty.");
    if (characters(action.text) > longest_note)
        return no("The note is longer than 2,000 characters.");
    return {.kind = Kind::add_stay_note,
            .subject = command_,
            .about = action.reservation,
            .value = {{"Text", action.text}}};
}

Judgement Judge::operator()(const SellProduct& action) const {
    const auto stay = this->stay(action.reservation);
    if (!stay) return no(unknown_stay);
    if (stay->state != ReservationState::started && stay->state != ReservationState::confirmed)
        return no(fmt::format("Nothing is sold to a reservation that is {}.", word(stay->state)));
    if (action.count < 1 || action.count > most_of_a_product)
        return no("The count must be 1 to 99.");
    auto query = house_.database().statement(R"sql(
        SELECT product.is_active, product.service_uid, coalesce(customer.classifications, ''),
               product.rest ->> 'IsDefault'
        FROM product LEFT JOIN customer ON customer.uid = :account WHERE product.uid = :uid
    )sql");
    query.bind(":uid", action.product).bind(":account", stay->account);
    if (!query.step()) return no("This product is not known here. Reload the page.");
    if (!query.boolean(0)) return no("This product is no longer sold.");
    if (query.boolean(3)) return no("This product comes with the stay and is not sold by itself.");
    if (query.text(2).find(" Cashlist ") != std::string::npos)
        return no("This guest pays at once: nothing may be charged to the room.");
    return {.kind = Kind::sell_product,
            .subject = command_,
            .about = action.reservation,
            .value = {{"Product", action.product.to_string()},
                      {"Count", std::to_string(action.count)},
                      {"Service", query.uuid(1).to_string()},
                      {"Account", stay->account.to_string()}}};
}

Judgement Judge::operator()(const SendMessage& action) const {
    const auto stay = this->stay(action.reservation);
    if (!stay) return no(unknown_stay);
    if (action.text.empty()) return no("The message is empty.");
    if (characters(action.text) > longest_message)
        return no("The message is longer than 1,000 characters.");
    const auto thread = house_.journal().newest_about(action.reservation, Kind::open_thread);
    return {.kind = Kind::send_message,
            .subject = command_,
            .about = action.reservation,
            // Without a thread one is opened first: `House::accept`.
            .depends_on = thread ? std::optional{thread->id} : std::nullopt,
            .value = {{"Text", action.text}}};
}

}  // namespace stayd::house
