#include "sync/replayer.hpp"

#include <fmt/format.h>

#include "base/log.hpp"
#include "sync/pause.hpp"

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using journal::Kind;
using journal::Stage;
using journal::WriteClass;

constexpr Duration idle_look =
    30s;  // nothing is missed without it; it bounds what a mistake could cost
constexpr Duration first_look = 1s;  ///< at what became of a write without an answer
constexpr Duration first_retry = 2s;
constexpr Duration longest_retry = 300s;
constexpr int most_conflicts = 5;
/// A list that could not be read so often, by whichever looks, holds writes back no longer: they go
/// by what is known, after a look each.
constexpr int most_first_looks = 3;
/// A list that rests no longer is waited for.
constexpr Duration longest_wait = 10s;
constexpr Duration disk_full_pause = 10s;

std::string refusal_text(const mews::Refusal& refusal) {
    return refusal.message.empty()
               ? fmt::format("Mews answered {} without a reason.", refusal.status)
               : refusal.message;
}

house::Input settled(const journal::Change& change, house::Outcome outcome) {
    return house::SendSettled{.change = change.id, .outcome = std::move(outcome)};
}

/// One write of all: those of a kind that share a call.
mews::Write together(const std::vector<const Plan*>& plans) {
    auto write = std::get<mews::Write>(plans.front()->next);
    auto* rooms = std::get_if<mews::SetResourceStates>(&write);
    for (std::size_t at = 1; rooms != nullptr && at < plans.size(); ++at) {
        const auto& more =
            std::get<mews::SetResourceStates>(std::get<mews::Write>(plans[at]->next));
        rooms->rooms.insert(rooms->rooms.end(), more.rooms.begin(), more.rooms.end());
    }
    return write;
}

/// One list that is refused or broken says nothing of the line; the rounds of reads find out.
bool is_of_the_line(const Error& error) {
    return error.code == Errc::unreachable || error.code == Errc::no_answer;
}

/// Those that set fields; a first address too, for it becomes a change of the one that is there.
bool may_go_over_others(Kind kind) {
    return journal::entry(kind).write_class == WriteClass::set || kind == Kind::add_address;
}

/// What was created is read by the id the PMS gave it, where its list can be asked so: the window
/// in which a doubt is looked into holds everything else that was created meanwhile.
std::optional<mews::ListRequest> read_back(house::House& house,
                                           const std::vector<journal::Change>& changes,
                                           const mews::Receipt& receipt, UtcTime now) {
    const auto list = journal::entry(changes.front().kind).list;
    const auto& entry = model::entry(list);
    const bool by_id = !entry.ids.empty() && entry.must != model::MustFilter::parents;
    if (receipt.created_id && by_id && changes.front().kind != Kind::sell_product) {
        return mews::ListRequest{
            .list = list, .ids = {*receipt.created_id}, .lane = mews::Lane::staff_write};
    }
    return look_at(house, changes, now);
}

template <class Prepared>
std::vector<journal::Change> changes_of(const std::vector<Prepared>& batch) {
    std::vector<journal::Change> changes;
    for (const auto& one : batch) changes.push_back(one.change);
    return changes;
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
        // Nothing is sent before the line is up, and of that the house tells.
        const auto later =
            link_.is_up() ? door_.house().journal().next_attempt_after(now) : std::nullopt;
        const auto wait = later ? std::min<Duration>(idle_look, *later - now) : Duration{idle_look};
        auto waiting = wait_or_signal(clock_, wait, door_.outbox_grew);
        co_await std::move(waiting);
    }
}

/// Nothing comes between the permission and the call: in the rest that the PMS has asked for
/// nothing leaves.
asio::awaitable<void> Replayer::send(journal::Change first) {
    auto changes =
        door_.house().journal().due_with(first, door_.now(), most_in_one_call(first.kind));
    if (may_go_over_others(first.kind)) {
        auto looking = look_first(changes);
        if (!co_await std::move(looking)) co_return;
    }
    auto permission = connector_.permission_to_write();
    co_await std::move(permission);
    if (!link_.is_up()) co_return;
    auto preparing = prepare(std::move(changes));
    // What the PMS refuses as a whole is sent in halves, until what it refuses stands alone (R23).
    std::vector<Batch> parts;
    parts.push_back(co_await std::move(preparing));
    for (bool is_first = true; !parts.empty(); is_first = false) {
        auto part = std::move(parts.back());
        parts.pop_back();
        if (part.empty()) continue;
        if (!is_first) {
            auto again = connector_.permission_to_write();
            co_await std::move(again);
        }
        const auto whole = part;
        auto sending = send(std::move(part));
        const bool is_settled = co_await std::move(sending);
        if (is_settled) continue;
        const auto middle = whole.begin() + static_cast<std::ptrdiff_t>(whole.size() / 2);
        parts.emplace_back(middle, whole.end());
        parts.emplace_back(whole.begin(), middle);
    }
}

/// What the PMS has of the fields is read just before: what somebody set there since the last read
/// is not written over unseen, and who was later is known to the second (R28). A PMS that shows
/// late what it took may show the row as it was before our last write: that is no news, so rows
/// count as of any list. False: not now.
asio::awaitable<bool> Replayer::look_first(std::vector<journal::Change> changes) {
    std::vector<Uuid> seen;
    for (int looks = 0; looks < most_first_looks; ++looks) {
        auto request = look_at(door_.house(), changes, door_.now());
        if (!request) co_return true;
        auto asked = request->ids.empty() ? request->parents : request->ids;
        if (asked == seen)
            co_return true;  // else one was merged into another, as we have just read
        seen = std::move(asked);
        const auto list = request->list;
        auto reading = reader_.read(std::move(*request), {.to_the_end = true});
        const auto read = co_await std::move(reading);
        if (!read) {
            auto failing = failed_to_look(std::move(changes), list, read.error());
            co_return co_await std::move(failing);
        }
        failed_first_looks_.erase(list);
        for (const auto& change : changes) failed_looks_.erase(change.id);
    }
    co_return true;
}

/// True: it goes by what is known, for one list that cannot be read holds back nothing for long.
asio::awaitable<bool> Replayer::failed_to_look(std::vector<journal::Change> changes,
                                               model::List list, Error error) {
    if (is_of_the_line(error)) link_.failed(error);
    const bool is_of_all = error.code == Errc::throttled || !link_.is_up();
    const bool rests_long =
        error.code == Errc::held_back && error.retry_after.value_or(Duration{0}) > longest_wait;
    const bool is_enough = rests_long || failed_first_looks_[list] >= most_first_looks;
    if (is_enough && !is_of_all) {
        for (const auto& change : changes) failed_looks_.erase(change.id);
        co_return true;
    }
    if (!is_of_all) ++failed_first_looks_[list];
    std::vector<house::Input> later;
    for (const auto& change : changes) {
        later.push_back(settled(
            change, house::TryAgain{.at = next_look(change, error), .reason = error.context}));
    }
    auto settling = settle(std::move(later));
    co_await std::move(settling);
    co_return false;
}

/// The changes that go into the next call. Those that need none are settled.
asio::awaitable<Replayer::Batch> Replayer::prepare(std::vector<journal::Change> changes) {
    const auto now = door_.now();
    Batch batch;
    std::vector<house::Input> ended;
    for (const auto& one : changes) {
        auto change = door_.house().journal().find(one.id);
        if (!change || change->stage != Stage::ready) continue;  // a page may have settled it
        auto planned = plan(door_.house(), *change, now);
        if (auto* outcome = std::get_if<house::Outcome>(&planned.next)) {
            ended.push_back(settled(*change, std::move(*outcome)));
        } else {
            batch.push_back({.change = std::move(*change), .plan = std::move(planned)});
        }
    }
    auto settling = settle(std::move(ended));
    co_await std::move(settling);
    co_return batch;
}

/// False: the PMS refused more than one at once, and nothing is known of each.
asio::awaitable<bool> Replayer::send(Batch batch) {
    std::vector<house::Input> marks;
    std::vector<const Plan*> plans;
    for (auto& one : batch) {
        ++one.change.attempts;
        marks.emplace_back(house::SendStarted{.change = one.change.id,
                                              .lost = one.plan.lost,
                                              .beaten = one.plan.beaten,
                                              .rule = one.plan.rule});
        plans.push_back(&one.plan);
    }
    if (!door_.apply(marks)) {
        auto pausing = clock_.sleep_for(disk_full_pause);  // not marked, so not sent
        co_await std::move(pausing);
        co_return true;
    }
    auto writing = connector_.write(together(plans));
    const auto answer = co_await std::move(writing);
    if (answer) link_.answered();
    if (answer && std::holds_alternative<mews::Receipt>(*answer)) {
        auto confirming = confirm(std::move(batch), std::get<mews::Receipt>(*answer));
        co_await std::move(confirming);
        co_return true;
    }
    const auto* refusal = answer ? &std::get<mews::Refusal>(*answer) : nullptr;
    const bool is_of_all = refusal == nullptr || refusal->status == 401 || refusal->status == 409;
    if (!is_of_all && batch.size() > 1) co_return false;
    std::vector<house::Input> ended;
    for (const auto& one : batch) {
        ended.push_back(settled(one.change, refusal != nullptr
                                                ? judge(one.change, *refusal)
                                                : judge(one.change, answer.error())));
    }
    auto settling = settle(std::move(ended));
    co_await std::move(settling);
    if (!answer) link_.failed(answer.error());
    co_return true;
}

/// The PMS has it. What it has made of it is read back before our overlay goes, so that no screen
/// shows the old for a moment (R24); when that fails, what was sent is shown.
asio::awaitable<void> Replayer::confirm(Batch batch, mews::Receipt receipt) {
    std::vector<Uuid> seen;
    bool was_read = false;
    if (auto request = read_back(door_.house(), changes_of(batch), receipt, door_.now())) {
        const auto evidence =
            request->ids.empty() ? mirror::Evidence::list : mirror::Evidence::by_id;
        auto reading =
            reader_.read(std::move(*request), {.evidence = evidence, .to_the_end = true});
        const auto read = co_await std::move(reading);
        was_read = read.has_value();
        if (read) seen = read->seen;
    }
    std::vector<house::Input> ended;
    for (const auto& one : batch) {
        house::Confirmed confirmed{.pms_id = receipt.created_id};
        const auto shown = was_read ? found(door_.house(), one.change, seen) : std::nullopt;
        confirmed.was_read = shown && std::holds_alternative<house::Confirmed>(*shown) &&
                             journal::entry(one.change.kind).write_class != WriteClass::remove;
        ended.push_back(settled(one.change, std::move(confirmed)));
    }
    auto settling = settle(std::move(ended));
    co_await std::move(settling);
}

house::Outcome Replayer::judge(const journal::Change& change, const mews::Refusal& refusal) {
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
    // Perhaps it is gone already: somebody else removed it.
    if (journal::entry(change.kind).write_class == WriteClass::remove && change.attempts == 1)
        return house::InDoubt{.at = door_.now(), .reason = refusal_text(refusal)};
    return house::Refused{.reason = refusal_text(refusal),
                          .in_words_of_pms = !refusal.message.empty()};
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
    return house::InDoubt{.at = door_.now() + first_look, .reason = error.context};
}

house::Outcome Replayer::try_again(const journal::Change& change, std::string reason) {
    const auto pause = Backoff{first_retry, longest_retry}.after(change.attempts - 1, random_);
    return house::TryAgain{.at = door_.now() + first_retry / 2 + pause,
                           .reason = std::move(reason)};
}

asio::awaitable<void> Replayer::find_out(journal::Change first) {
    const auto now = door_.now();
    const auto changes = door_.house().journal().due_with(first, now, most_in_one_call(first.kind));
    auto request = look_at(door_.house(), changes, now);
    Result<Read> read{Read{}};
    if (request) {
        // That it lacks what was sent must be certain: it is sent again then.
        const auto evidence =
            request->ids.empty() ? mirror::Evidence::list : mirror::Evidence::by_id;
        auto reading =
            reader_.read(std::move(*request), {.evidence = evidence, .to_the_end = true});
        read = co_await std::move(reading);
    }
    std::vector<house::Input> ended;
    for (const auto& change : changes) {
        if (read) {
            failed_looks_.erase(change.id);
            auto outcome = found(door_.house(), change, read->seen);
            if (auto* confirmed = outcome ? std::get_if<house::Confirmed>(&*outcome) : nullptr)
                confirmed->was_read = journal::entry(change.kind).write_class != WriteClass::remove;
            ended.push_back(settled(change, outcome ? std::move(*outcome) : not_found(change)));
            continue;
        }
        ended.push_back(settled(change, house::InDoubt{.at = next_look(change, read.error()),
                                                       .reason = read.error().context}));
    }
    if (!read && is_of_the_line(read.error())) link_.failed(read.error());
    auto settling = settle(std::move(ended));
    co_await std::move(settling);
}

UtcTime Replayer::next_look(const journal::Change& change, const Error& error) {
    const auto pause =
        Backoff{first_retry, longest_retry}.after(failed_looks_[change.id]++, random_);
    return door_.now() + std::max(first_retry / 2 + pause, error.retry_after.value_or(Duration{0}));
}

/// What a look lacks counts only when the request can no longer be on its way, and the PMS would
/// show what it did: sent again sooner, a late copy of the first could act after it, and a check-in
/// that went well be told as refused (sync.md R20).
house::Outcome Replayer::not_found(const journal::Change& change) {
    const auto certain = change.sent.value_or(change.accepted) + settings_.settle;
    if (door_.now() < certain) return house::InDoubt{.at = certain, .reason = change.reason};
    return try_again(change, "Mews did not get it the first time.");
}

/// What is known of sent changes must be written down; a full disk makes it wait, not forget.
asio::awaitable<void> Replayer::settle(std::vector<house::Input> inputs) {
    while (!inputs.empty() && !door_.apply(inputs)) {
        auto pausing = clock_.sleep_for(disk_full_pause);
        co_await std::move(pausing);
    }
}

}  // namespace stayd::sync
