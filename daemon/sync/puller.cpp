#include "sync/puller.hpp"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include "base/log.hpp"
#include "sync/pause.hpp"

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using mews::Lane;
using mirror::Trouble;
using model::List;
using model::ListEntry;

constexpr Duration gather_hints = 150ms;   // events come in bursts
constexpr Duration weekly = 7 * 24h;       // sync.md R45
constexpr Duration long_outage = 3 * 24h;  // after it everything is compared
constexpr Duration ask_not_allowed_again = 24h;
constexpr Duration ask_refused_again = 10min;
constexpr Duration disk_full_pause = 10s;
constexpr Duration wait_for_parents = 5s;
constexpr Duration wait_for_names = 5s;
/// Up to here the lists are today's business; with them, what staff's changes are judged by is
/// read.
constexpr auto last_of_today = static_cast<std::size_t>(List::tasks) + 1;

std::span<const ListEntry> todays_lists() {
    return model::lists().first(last_of_today);
}
std::span<const ListEntry> other_lists() {
    return model::lists().subspan(last_of_today);
}

template <class Range>
std::vector<Uuid> take_all(Range& ids) {
    const std::vector<Uuid> all(ids.begin(), ids.end());
    ids.clear();
    return all;
}

/// What is read whole each time needs no sweep.
bool has_scope_to_sweep(const ListEntry& entry) {
    return entry.then != model::Then::whole;
}

/// A short list of which nothing else shows what was deleted is compared every day.
Duration sweep_period(const ListEntry& entry) {
    const bool is_cheap = entry.first == model::First::whole;
    return is_cheap && entry.deletion == model::Deletion::hidden ? 24h : weekly;
}

}  // namespace

class Puller::ScopeGuard {
  public:
    explicit ScopeGuard(Due& due) : due_(due) { due_.scope_is_read = true; }
    ~ScopeGuard() { due_.scope_is_read = false; }
    ScopeGuard(const ScopeGuard&) = delete;
    ScopeGuard& operator=(const ScopeGuard&) = delete;

  private:
    Due& due_;
};

Puller::Puller(mews::Connector& connector, house::Door& door, Link& link, Clock& clock,
               Random& random, Settings settings, const asio::any_io_executor& executor)
    : connector_(connector),
      door_(door),
      link_(link),
      clock_(clock),
      random_(random),
      timetable_(door, clock, random, settings),
      reader_(connector, door, link),
      follower_(reader_, door, clock, settings.overlap, settings.scope),
      round_wanted_(executor),
      rest_wanted_(executor),
      scopes_wanted_(executor),
      hints_arrived_(executor) {
    link_.on_lost = [this] { round_wanted_.notify(); };
}

asio::awaitable<void> Puller::run() {
    using namespace asio::experimental::awaitable_operators;
    timetable_.begin();
    co_await (follow_today() && follow_rest() && read_scopes() && follow_hints() && follow_names());
}

void Puller::hint(const std::vector<mews::EventHint>& hints) {
    for (const auto& hint : hints) {
        if (hint.kind == mews::EventHint::Kind::resource) dirty_resources_.insert(hint.id);
        if (hint.kind == mews::EventHint::Kind::reservation) dirty_reservations_.insert(hint.id);
    }
    if (!dirty_resources_.empty() || !dirty_reservations_.empty()) hints_arrived_.notify();
}

void Puller::socket_changed(bool healthy) {
    // Connected: events of the time between are lost (sync.md R40). Gone: the line may be, and
    // boards should soon say so.
    if (timetable_.socket_is(healthy)) {
        due(List::resources).update.at = due(List::reservations).update.at = clock_.steady_now();
        round_wanted_.notify();
    }
}

void Puller::sweep(const std::vector<List>& lists) {
    for (const auto list : lists) {
        if (has_scope_to_sweep(model::entry(list))) to_sweep_.insert(list);
        due(list).scope = {};
        if (door_.house().streams().find(list).trouble == Trouble::not_allowed)
            due(list).update.at = clock_.steady_now();
    }
    scopes_wanted_.notify();
    rest_wanted_.notify();
}

void Puller::reread(const std::vector<List>& lists) {
    for (const auto list : lists) {
        due(list).update = {.at = clock_.steady_now()};
        due(list).scope = {};
    }
    follower_.forget_questions();
    round_wanted_.notify();
    rest_wanted_.notify();
}

// --- What has changed ---

/// With the lists of today's business the line is up: waiting changes meet fresh facts.
asio::awaitable<void> Puller::follow_today() {
    for (;;) {
        const bool was_up = link_.is_up();
        if (!was_up) {
            auto asking = read_configuration();
            if (const auto answer = co_await std::move(asking); !answer) {
                link_.failed(answer.error());
                auto pausing = wait_or_signal(clock_, link_.next_pause(), round_wanted_);
                co_await std::move(pausing);
                continue;
            }
            if (link_.is_down()) timetable_.all_are_due(todays_lists());
        }
        const auto before = door_.house().streams().find(List::resources).complete;
        auto reading = round(todays_lists());
        const bool whole = co_await std::move(reading);
        if (whole) link_.round_completed();
        if (whole && !was_up) {
            if (before && door_.now() - *before > long_outage) sweep_before_ = door_.now();
            rest_wanted_.notify();
            door_.names_wanted.notify();
        }
        const auto pause = whole ? timetable_.until_next(todays_lists()) : link_.next_pause();
        auto pausing = wait_or_signal(clock_, pause, round_wanted_);
        co_await std::move(pausing);
    }
}

/// Money, history and what hardly ever changes: apart, so that an answer that is slow in coming
/// keeps no room's state waiting.
asio::awaitable<void> Puller::follow_rest() {
    for (;;) {
        if (link_.is_up()) {
            auto reading = round(other_lists());
            co_await std::move(reading);
            scopes_wanted_.notify();
        }
        auto pausing = wait_or_signal(
            clock_, link_.is_up() ? timetable_.until_next(other_lists()) : Timetable::longest_idle,
            rest_wanted_);
        co_await std::move(pausing);
    }
}

/// Reads every one of these lists that is due. A lost line ends it, and what was read stays: false.
asio::awaitable<bool> Puller::round(std::span<const ListEntry> lists) {
    for (const auto& entry : lists) {
        auto& when = due(entry.list);
        if (when.update.at > clock_.steady_now() || waits_for_parents(entry)) continue;
        const auto stream = door_.house().streams().find(entry.list);
        const auto generation = stream.generation;
        if (when.scope_is_read && !stream.watermark && !stream.scan) {
            // Emptied while it was read: it begins when that read has ended.
            when.update.at = clock_.steady_now() + wait_for_parents;
            continue;
        }
        auto reading = read(entry.list);
        const auto done = co_await std::move(reading);
        if (door_.house().streams().find(entry.list).generation != generation)
            continue;  // emptied meanwhile, and due at once
        if (done) {
            timetable_.next_turn(entry.list);
            continue;
        }
        auto judging = failed(entry.list, &Due::update, done.error());
        const bool line_is_lost = co_await std::move(judging);
        if (line_is_lost) co_return false;
    }
    co_return true;
}

/// Of lists that are asked by the ids of all their parents nothing is known before those are.
std::optional<List> Puller::missing_parents(const ListEntry& entry) {
    if (!model::are_few(entry.parents)) return std::nullopt;
    for (const auto list : mirror::Mirror::lists_of(entry.parents)) {
        if (!door_.house().streams().find(list).swept) return list;
    }
    return std::nullopt;
}

bool Puller::waits_for_parents(const ListEntry& entry) {
    const auto missing = missing_parents(entry);
    if (!missing) return false;
    due(entry.list).update.at = clock_.steady_now() + wait_for_parents;
    const auto trouble = door_.house().streams().find(*missing).trouble;
    const bool is_theirs = trouble == Trouble::not_allowed || trouble == Trouble::failing;
    if (is_theirs && door_.house().streams().find(entry.list).trouble != trouble) {
        door_.apply(house::StreamTroubled{
            .list = entry.list,
            .trouble = trouble,
            .text = fmt::format("asked by {}, which cannot be read", to_text(*missing))});
    }
    return true;
}

asio::awaitable<Result<void>> Puller::read(List list) {
    if (list == List::configuration) {
        auto reading = read_configuration();
        co_return co_await std::move(reading);
    }
    const auto stream = door_.house().streams().find(list);
    if (stream.watermark || stream.scan) {
        auto reading = follower_.update(list);
        co_return co_await std::move(reading);
    }
    const ScopeGuard guard{due(list)};
    auto reading = follower_.begin(list, Lane::first_sync);
    co_return co_await std::move(reading);
}

asio::awaitable<Result<void>> Puller::read_configuration() {
    const auto began = door_.now();
    auto asking = connector_.configuration();
    auto configuration = co_await std::move(asking);
    if (!configuration) co_return std::unexpected(configuration.error());
    link_.answered();
    if (const auto offset = door_.clock().measured(configuration->now_utc, configuration->sent)) {
        log::info("following the clock of Mews, {} s from the box's own", offset->count() / 1000);
        if (door_.apply(house::ClockMeasured{.offset = *offset})) door_.clock().kept(*offset);
    }
    std::vector<house::Input> inputs;
    inputs.emplace_back(house::PageArrived{.rows = std::move(configuration->rows)});
    inputs.emplace_back(house::StreamCompleted{.list = List::configuration,
                                               .watermark = std::min(began, door_.now())});
    if (!door_.house().streams().find(List::configuration).swept) {
        inputs.emplace_back(
            house::ScanAdvanced{.list = List::configuration, .scan = {.began = began}});
        inputs.emplace_back(house::ScanCompleted{.list = List::configuration});
    }
    if (!door_.apply(inputs)) co_return failure(Errc::refused, "the box's disk is full");
    timetable_.next_turn(List::configuration);
    co_return Result<void>{};
}

// --- What went wrong ---

/// What a failed read means for its list and for the line. The list is tried again, later and
/// later; it holds back nobody. True when the line is lost.
asio::awaitable<bool> Puller::failed(List list, Turn Due::* turn, Error error) {
    auto& when = due(list).*turn;
    const auto now = clock_.steady_now();
    auto asking = line_is_lost(error);
    const bool lost = co_await std::move(asking);
    if (lost) {
        when.at = clock_.steady_now();  // first thing when the line is back
        co_return true;
    }
    auto trouble = Trouble::failing;
    Duration pause = 1s + Backoff{5s, 300s}.after(when.failures++, random_);
    switch (error.code) {
        case Errc::unauthorized:
            trouble = Trouble::not_allowed;
            pause = ask_not_allowed_again;
            break;
        case Errc::malformed:
            trouble = Trouble::unreadable;
            break;
        case Errc::refused:
            pause = std::max(pause, error.status == 0 ? disk_full_pause : ask_refused_again);
            break;
        case Errc::throttled:
        case Errc::held_back:
            pause = std::max(pause, error.retry_after.value_or(1s));
            break;
        default:
            break;
    }
    when.at = std::max(when.at, now + pause);
    if (error.code == Errc::throttled || error.status == 0) {
        log::debug("{} not read: {}", to_text(list), error.context);
        if (error.code != Errc::no_answer) co_return false;
    }
    const auto before = door_.house().streams().find(list);
    if (before.trouble != trouble)
        log::warning("{} not read ({}): {}", to_text(list), to_text(trouble), error.context);
    door_.apply(house::StreamTroubled{.list = list,
                                      .trouble = trouble,
                                      .text = error.context,
                                      .next_attempt = door_.now() + pause});
    co_return false;
}

/// Tells a list that is ill from a line that is down, by asking for the least there is.
asio::awaitable<bool> Puller::line_is_lost(Error error) {
    switch (error.code) {
        case Errc::unreachable:
        case Errc::no_answer:
        case Errc::server_fault:
        case Errc::unauthorized:
        case Errc::malformed:
            break;
        default:
            co_return false;
    }
    auto asking = read_configuration();
    const auto answer = co_await std::move(asking);
    if (answer) co_return false;
    link_.failed(error);
    link_.failed(answer.error());
    co_return !link_.is_up();
}

// --- The rest of the scope ---

/// One step of one list at a time, so that what has changed always comes in between.
asio::awaitable<void> Puller::read_scopes() {
    for (;;) {
        const auto list = link_.is_up() ? next_scope() : std::nullopt;
        if (!list) {
            auto waiting = wait_or_signal(clock_, Timetable::longest_idle, scopes_wanted_);
            co_await std::move(waiting);
            continue;
        }
        const auto stream = door_.house().streams().find(*list);
        // A sweep somebody waits for goes as fast as a first read.
        const bool is_awaited = !stream.swept || to_sweep_.contains(*list);
        const auto lane = is_awaited ? Lane::first_sync : Lane::sweep;
        const ScopeGuard guard{due(*list)};
        auto reading = stream.scan ? follower_.step(*list, lane) : follower_.begin(*list, lane);
        const auto done = co_await std::move(reading);
        if (done) {
            due(*list).scope = {};
            if (!door_.house().streams().find(*list).scan) {
                to_sweep_.erase(*list);
                read_near_again(*list);
            }
            continue;
        }
        if (door_.house().streams().find(*list).generation != stream.generation) continue;
        auto judging = failed(*list, &Due::scope, done.error());
        co_await std::move(judging);
    }
}

/// A list is all here now, and with it parents near today whose rows nobody has asked for.
void Puller::read_near_again(List parents) {
    for (const auto& entry : model::lists()) {
        auto& when = due(entry.list).update;
        if (entry.then == model::Then::near && mirror::come_from(entry.parents, parents) &&
            when.failures == 0)
            when.at = clock_.steady_now();
    }
    rest_wanted_.notify();
}

/// The first list whose scope is being read; else, once all that can be read are, one that is to be
/// compared again.
std::optional<List> Puller::next_scope() {
    const auto now = clock_.steady_now();
    const auto streams = door_.house().streams().all();
    const auto may_be_read = [&](const mirror::Stream& stream) {
        const auto& when = due(stream.list);
        return stream.trouble != Trouble::not_allowed && when.scope.at <= now &&
               !when.scope_is_read;
    };
    bool all_read = true;
    for (const auto& stream : streams) {
        if (stream.scan && may_be_read(stream)) return stream.list;
        const bool comes_on = stream.trouble == Trouble::none &&
                              due(stream.list).scope.failures == 0 &&
                              !missing_parents(model::entry(stream.list));
        if (!stream.swept && comes_on) all_read = false;
    }
    if (!all_read) return std::nullopt;
    for (const auto& stream : streams) {
        const auto& entry = model::entry(stream.list);
        if (!stream.swept || !may_be_read(stream) || stream.list == List::configuration ||
            !has_scope_to_sweep(entry))
            continue;
        if (to_sweep_.contains(stream.list) || door_.now() - *stream.swept >= sweep_period(entry) ||
            *stream.swept < sweep_before_)
            return stream.list;
    }
    return std::nullopt;
}

// --- Names ---

/// Guests and groups that stays name and the mirror lacks, when stays have come that may name some.
asio::awaitable<void> Puller::follow_names() {
    for (;;) {
        auto filling = fill_names();
        const bool all = co_await std::move(filling);
        auto waiting = all ? door_.names_wanted.wait()
                           : wait_or_signal(clock_, wait_for_names, door_.names_wanted);
        co_await std::move(waiting);
    }
}

/// False: some are to be asked for again.
asio::awaitable<bool> Puller::fill_names() {
    bool all = true;
    for (const auto& entry : model::lists()) {
        if (entry.first != model::First::wanted) continue;
        if (!link_.is_up()) co_return false;
        const auto& when = due(entry.list);
        if (door_.house().streams().find(entry.list).trouble == Trouble::not_allowed) continue;
        if (when.scope_is_read || when.scope.at > clock_.steady_now()) {
            all = false;
            continue;
        }
        const ScopeGuard guard{due(entry.list)};
        auto reading = follower_.fill_wanted(entry.list);
        if (const auto read = co_await std::move(reading); !read) {
            all = false;
            auto judging = failed(entry.list, &Due::scope, read.error());
            co_await std::move(judging);
        } else {
            due(entry.list).scope = {};
        }
    }
    co_return all;
}

// --- What events tell of ---

asio::awaitable<void> Puller::follow_hints() {
    for (;;) {
        auto arrived = hints_arrived_.wait();
        co_await std::move(arrived);
        auto gathering = clock_.sleep_for(gather_hints);
        co_await std::move(gathering);
        if (!link_.is_up()) continue;  // the round that brings the line up reads them all
        const auto resources = take_all(dirty_resources_);
        const auto reservations = take_all(dirty_reservations_);
        for (auto [list, ids] :
             {std::pair{List::resources, resources}, std::pair{List::reservations, reservations}}) {
            if (ids.empty()) continue;
            auto reading = follower_.by_ids(list, ids, Lane::event_fetch);
            const auto read = co_await std::move(reading);
            if (read) continue;
            // What is lost here the next round brings.
            auto& next = due(list).update.at;
            next = std::min(next, clock_.steady_now() + 2s);
            if (read.error().code == Errc::unreachable) link_.failed(read.error());
            round_wanted_.notify();
        }
    }
}

}  // namespace stayd::sync
