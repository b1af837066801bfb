#include "sync/replayer.hpp"

#include <fmt/format.h>

#include "base/log.hpp"
#include "sync/decide.hpp"
#include "sync/pause.hpp"

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using journal::Kind;
using journal::Stage;

constexpr Duration idle_look =
    30s;  // nothing is missed without it; it bounds what a mistake could cost
constexpr Duration first_retry = 2s;
constexpr Duration longest_retry = 300s;
constexpr int most_conflicts = 5;
constexpr Duration second = 1s;
/// The PMS writes whole seconds, and its clock is known to a few; the mark tells our tasks apart,
/// so a wide window costs nothing.
constexpr Duration clock_tolerance = 10min;
constexpr Duration disk_full_pause = 10s;

std::string refusal_text(const mews::Refusal& refusal) {
    return refusal.message.empty()
               ? fmt::format("Mews answered {} without a reason.", refusal.status)
               : refusal.message;
}

}  // namespace

asio::awaitable<void> Replayer::run() {
    for (;;) {
        const auto now = door_.now();
        const auto next = link_.is_up() ? door_.house().journal().next_due(now) : std::nullopt;
        if (next) {
            auto step = next->stage == Stage::unknown ? find_out(*next) : send(*next);
            co_await std::move(step);
            continue;
        }
        const auto later = door_.house().journal().next_attempt_after(now);
        const auto wait = later ? std::min<Duration>(idle_look, *later - now) : Duration{idle_look};
        auto waiting = wait_or_signal(clock_, wait, door_.outbox_grew);
        co_await std::move(waiting);
    }
}

/// The permission comes first: it may be long in coming, and then what is known of the PMS and what
/// the mark says of the time are of now.
asio::awaitable<void> Replayer::send(journal::Change change) {
    auto permission = connector_.permission_to_write();
    co_await std::move(permission);
    const auto current = door_.house().journal().find(change.id);
    if (!link_.is_up() || !current || current->stage != Stage::ready) co_return;
    auto prepared = write_for(*current);
    if (auto* outcome = std::get_if<house::Outcome>(&prepared)) {
        auto settling = settle(change, std::move(*outcome));
        co_await std::move(settling);
        co_return;
    }
    if (!door_.apply(house::SendStarted{.change = change.id})) {
        auto pausing = clock_.sleep_for(disk_full_pause);  // not marked, so not sent
        co_await std::move(pausing);
        co_return;
    }
    ++change.attempts;
    auto writing = connector_.write(std::get<mews::Write>(std::move(prepared)));
    const auto answer = co_await std::move(writing);
    if (answer) link_.answered();
    auto settling = settle(change, answer ? judge(change, *answer) : judge(change, answer.error()));
    co_await std::move(settling);
    if (!answer) link_.failed(answer.error());
}

std::variant<mews::Write, house::Outcome> Replayer::write_for(const journal::Change& change) {
    using Answer = std::variant<mews::Write, house::Outcome>;
    const auto outcome = [](auto value) { return Answer{house::Outcome{std::move(value)}}; };
    const auto write = [](auto value) { return Answer{mews::Write{std::move(value)}}; };
    auto& house = door_.house();
    switch (change.kind) {
        case Kind::set_room_state: {
            const auto room = house.mirror().resource(change.subject);
            if (!room || !room->is_active)
                return outcome(house::Refused{"The room is no longer in Mews."});
            const auto wanted = model::resource_state(change.value);
            switch (decide_room_state({.base = model::resource_state(change.base),
                                       .wanted = wanted,
                                       .made = change.made,
                                       .remote = room->state,
                                       .remote_updated = room->updated_utc})) {
                case RoomDecision::converged:
                    return outcome(house::Confirmed{});
                case RoomDecision::replaced:
                    return outcome(house::Replaced{fmt::format(
                        "In Mews the room was set to {} meanwhile.", in_words(room->state))});
                case RoomDecision::send:
                    return write(
                        mews::SetResourceState{.resource_id = change.subject,
                                               .state = wanted,
                                               .reason = fmt::format("{}, stayd", change.made_by)});
            }
            break;
        }
        case Kind::create_task: {
            const auto task = house.tasks().find(change.subject);
            if (!task) return outcome(house::Refused{"The task is no longer here."});
            if (task->pms_id) return outcome(house::Confirmed{.pms_id = task->pms_id});
            const auto room =
                task->room_id ? house.mirror().resource(*task->room_id) : std::nullopt;
            // The PMS's tasks know no room: it stands in the name.
            const auto title = room ? fmt::format("{}: {}", room->name, task->title) : task->title;
            return write(mews::AddTask{.name = operations::marked(title, change.id),
                                       .description = task->description,
                                       .department_id = task->department_id,
                                       .service_order_id = {},
                                       .deadline_utc = std::max(task->due, door_.now() + 60s)});
        }
        case Kind::complete_task: {
            const auto task = house.tasks().find(change.subject);
            if (!task || !task->pms_id)
                return outcome(house::KeptOnBox{"Mews does not have this task."});
            const auto remote = house.mirror().pms_task(*task->pms_id);
            if (remote && remote->closed_utc) return outcome(house::Confirmed{});
            return write(mews::CloseTask{*task->pms_id});
        }
        case Kind::check_in: {
            const auto stay = house.mirror().reservation(change.subject);
            if (stay && (stay->state == model::ReservationState::started ||
                         stay->state == model::ReservationState::processed)) {
                return outcome(house::Confirmed{});
            }
            if (stay && stay->state == model::ReservationState::canceled) {
                return outcome(house::Refused{"The reservation was canceled in Mews."});
            }
            if (stay && stay->scheduled_start_utc > door_.now()) {
                return outcome(house::TryAgain{
                    .at = stay->scheduled_start_utc + second,
                    .reason = "Mews takes a check-in only from the planned arrival on."});
            }
            return write(mews::StartReservation{change.subject});
        }
        case Kind::accept_task:
        case Kind::set_guest_waiting:
        case Kind::dismiss_change:
            break;
    }
    return outcome(house::KeptOnBox{});
}

house::Outcome Replayer::judge(const journal::Change& change, const mews::WriteAnswer& answer) {
    if (const auto* receipt = std::get_if<mews::Receipt>(&answer))
        return house::Confirmed{.pms_id = receipt->created_id};
    const auto& refusal = std::get<mews::Refusal>(answer);
    if (refusal.status == 401) {
        // Closing tasks is a beta operation that a token may lack; everything else refused so is
        // the token itself.
        // Which of the two shows the round of reads that ends before the second try.
        if (change.kind == Kind::complete_task && change.attempts > 1) {
            return house::KeptOnBox{"Mews does not let us close tasks."};
        }
        if (change.kind == Kind::complete_task) {
            return house::TryAgain{.at = door_.now() + 2min, .reason = refusal_text(refusal)};
        }
        link_.failed({.code = Errc::unauthorized, .context = refusal_text(refusal), .status = 401});
        return try_again(change, refusal_text(refusal));
    }
    if (refusal.status == 409 && change.attempts < most_conflicts)
        return try_again(change, refusal_text(refusal));
    return house::Refused{refusal_text(refusal)};
}

house::Outcome Replayer::judge(const journal::Change& change, const Error& error) {
    switch (error.code) {
        case Errc::unreachable:
            return try_again(change, error.context);
        case Errc::held_back:
        case Errc::throttled:
            return house::TryAgain{.at = door_.now() + error.retry_after.value_or(first_retry),
                                   .reason = error.context};
        case Errc::unauthorized:
        case Errc::refused:
            return try_again(change, error.context);
        case Errc::no_answer:
        case Errc::too_heavy:
        case Errc::server_fault:
        case Errc::malformed:
            break;
    }
    // A set or a transition is read back at once; a create may take a while to become visible
    // (sync.md R20).
    const auto settle_time = change.kind == Kind::create_task ? settings_.settle : Duration{1s};
    return house::InDoubt{.at = door_.now() + settle_time, .reason = error.context};
}

house::Outcome Replayer::try_again(const journal::Change& change, std::string reason) {
    const auto pause = Backoff{first_retry, longest_retry}.after(change.attempts - 1, random_);
    return house::TryAgain{.at = door_.now() + first_retry / 2 + pause,
                           .reason = std::move(reason)};
}

asio::awaitable<void> Replayer::find_out(journal::Change change) {
    const auto sent = change.sent.value_or(change.accepted);
    if (change.kind == Kind::create_task && door_.now() < sent + settings_.settle) {
        auto settling =
            settle(change, house::InDoubt{.at = sent + settings_.settle, .reason = change.reason});
        co_await std::move(settling);
        co_return;
    }
    mews::ListRequest request{.list = model::List::resources, .lane = mews::Lane::staff_write};
    switch (change.kind) {
        case Kind::set_room_state:
            request.ids = {change.subject};
            break;
        case Kind::check_in:
            request.list = model::List::reservations;
            request.ids = {change.subject};
            break;
        case Kind::create_task:
            request.list = model::List::tasks;
            request.created = mews::Interval{sent - clock_tolerance, door_.now() + clock_tolerance};
            break;
        case Kind::complete_task: {
            request.list = model::List::tasks;
            const auto task = door_.house().tasks().find(change.subject);
            if (task && task->pms_id) request.ids = {*task->pms_id};
            break;
        }
        case Kind::accept_task:
        case Kind::set_guest_waiting:
        case Kind::dismiss_change:
            break;
    }
    // That it lacks what was sent must be certain: it is sent again then.
    auto reading = reader_.read(request, {.evidence = request.ids.empty() ? mirror::Evidence::list
                                                                          : mirror::Evidence::by_id,
                                          .to_the_end = true});
    const auto read = co_await std::move(reading);
    house::Outcome outcome;
    if (read) {
        failed_looks_.erase(change.id);
        outcome = found(change);
    } else {
        const auto pause =
            Backoff{first_retry, longest_retry}.after(failed_looks_[change.id]++, random_);
        outcome = house::InDoubt{
            .at = door_.now() +
                  std::max(first_retry / 2 + pause, read.error().retry_after.value_or(Duration{0})),
            .reason = read.error().context};
        link_.failed(read.error());
    }
    auto settling = settle(change, std::move(outcome));
    co_await std::move(settling);
}

/// What the fresh mirror says about a write whose answer never came.
house::Outcome Replayer::found(const journal::Change& change) {
    auto& house = door_.house();
    const auto not_applied = try_again(change, "Mews did not get it the first time.");
    switch (change.kind) {
        case Kind::set_room_state: {
            const auto room = house.mirror().resource(change.subject);
            if (room && room->state == model::resource_state(change.value))
                return house::Confirmed{};
            return not_applied;  // sending judges it against what the PMS has now
        }
        case Kind::check_in: {
            const auto stay = house.mirror().reservation(change.subject);
            if (stay && (stay->state == model::ReservationState::started ||
                         stay->state == model::ReservationState::processed)) {
                return house::Confirmed{};
            }
            if (stay && stay->state == model::ReservationState::confirmed) return not_applied;
            return house::Refused{
                "The reservation was changed in Mews and can no longer be checked in."};
        }
        case Kind::create_task: {
            // A task with our mark settles the change when its page is applied; reaching this,
            // there was none.
            return not_applied;
        }
        case Kind::complete_task: {
            const auto task = house.tasks().find(change.subject);
            const auto remote =
                task && task->pms_id ? house.mirror().pms_task(*task->pms_id) : std::nullopt;
            if (remote && remote->closed_utc) return house::Confirmed{};
            return not_applied;
        }
        case Kind::accept_task:
        case Kind::set_guest_waiting:
        case Kind::dismiss_change:
            break;
    }
    return house::KeptOnBox{};
}

/// What is known of a sent change must be written down; a full disk makes it wait, not forget.
asio::awaitable<void> Replayer::settle(journal::Change change, house::Outcome outcome) {
    while (!door_.apply(house::SendSettled{.change = change.id, .outcome = outcome})) {
        auto pausing = clock_.sleep_for(disk_full_pause);
        co_await std::move(pausing);
    }
}

}  // namespace stayd::sync
