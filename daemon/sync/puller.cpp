#include "sync/puller.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "base/log.hpp"
#include "sync/pause.hpp"

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using mews::Lane;
using mews::List;

constexpr Duration longest_window = 85 * 24h;  // three calendar months from February are 89 days
constexpr Duration furthest_arrival = 730 * 24h;
constexpr Duration oldest_open_task = 4 * longest_window;
constexpr Duration slow_period = 1h;       // lists that hardly ever change
constexpr Duration parent_period = 10min;  // lists without a time filter of their own
constexpr Duration longest_exchange = 3s;  // to learn the PMS's clock from
constexpr Duration ask_again = 10min;
constexpr Duration gather_hints = 150ms;  // events come in bursts
constexpr std::size_t most_ids = 1000;

/// Lists read whole at first, in this order: what names things before what is named.
constexpr List small_lists[] = {List::services,
                                List::resources,
                                List::resource_categories,
                                List::resource_category_assignments,
                                List::departments,
                                List::age_categories};

template <class Range>
std::vector<Uuid> first_of(const Range& ids, std::size_t count) {
    return {ids.begin(),
            std::next(ids.begin(), static_cast<std::ptrdiff_t>(std::min(count, ids.size())))};
}

bool ends_round(const Result<void>& read) {
    if (read) return false;
    switch (read.error().code) {
        case Errc::malformed:
        case Errc::refused:
        case Errc::too_heavy:
            return false;
        default:
            return true;
    }
}

std::vector<Uuid> companionship_ids(const model::Rows& rows) {
    std::vector<Uuid> ids;
    if (const auto* companionships = std::get_if<std::vector<model::Companionship>>(&rows)) {
        for (const auto& row : *companionships) ids.push_back(row.id);
    }
    return ids;
}

}  // namespace

Puller::Puller(mews::Connector& connector, house::Door& door, Link& link, Clock& clock,
               Random& random, Settings settings, const asio::any_io_executor& executor)
    : connector_(connector),
      door_(door),
      link_(link),
      clock_(clock),
      random_(random),
      settings_(settings),
      round_wanted_(executor),
      hints_arrived_(executor) {
    link_.on_lost = [this] { round_wanted_.notify(); };
}

asio::awaitable<void> Puller::run() {
    using namespace asio::experimental::awaitable_operators;
    co_await (pull_rounds() && pull_hints());
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
    if (healthy != socket_healthy_) round_wanted_.notify();
    socket_healthy_ = healthy;
}

asio::awaitable<void> Puller::pull_rounds() {
    for (;;) {
        auto reading = round();
        const auto read = co_await std::move(reading);
        Duration wait{};
        if (read) {
            link_.round_completed();
            const auto period =
                socket_healthy_ ? settings_.poll_with_socket : settings_.poll_without_socket;
            // ± 20 %, so that the hotels of a town do not ask in step.
            wait = period * 4 / 5 + Duration{static_cast<std::int64_t>(random_.below(
                                        static_cast<std::uint64_t>(period.count()) * 2 / 5 + 1))};
        } else {
            link_.failed(read.error());
            log::debug("round of reads ended: {} ({})", read.error().context,
                       to_text(read.error().code));
            wait = link_.next_pause();
        }
        auto pausing = wait_or_signal(clock_, wait, round_wanted_);
        co_await std::move(pausing);
    }
}

asio::awaitable<void> Puller::pull_hints() {
    for (;;) {
        auto arrived = hints_arrived_.wait();
        co_await std::move(arrived);
        auto gathering = clock_.sleep_for(gather_hints);
        co_await std::move(gathering);
        if (!link_.is_up()) continue;  // the round that brings the line up reads them all
        const auto resources = first_of(std::exchange(dirty_resources_, {}), most_ids);
        const auto reservations = first_of(std::exchange(dirty_reservations_, {}), most_ids);
        for (auto [list, ids] :
             {std::pair{List::resources, resources}, std::pair{List::reservations, reservations}}) {
            if (ids.empty()) continue;
            auto reading = by_ids(list, ids, Lane::event_fetch);
            if (const auto read = co_await std::move(reading); !read) link_.failed(read.error());
        }
        if (!reservations.empty()) {
            auto names = missing_customers();
            if (const auto read = co_await std::move(names); !read) link_.failed(read.error());
        }
    }
}

/// One round: everything that is due, in the order of its use. A line that fails ends it, and what
/// was read stays. A list the PMS answers with something we cannot use is marked as troubled, and
/// the others go on: it must not hold back the house.
asio::awaitable<Result<void>> Puller::round() {
    const auto began = door_.now();
    if (due("configuration", slow_period) || !link_.is_up()) {
        auto step = read_configuration();
        if (const auto read = co_await std::move(step); !read) co_return read;
    }
    for (const auto list : small_lists) {
        const bool known = has_watermark(list);
        if (known && list != List::resources && !due(to_text(list), slow_period)) continue;
        auto step = known ? delta(list) : first_read(list);
        if (const auto read = co_await std::move(step); ends_round(read)) co_return read;
    }
    auto stays =
        has_watermark(List::reservations) ? delta(List::reservations) : first_reservations();
    if (const auto read = co_await std::move(stays); ends_round(read)) co_return read;
    auto near = companionships();
    if (const auto read = co_await std::move(near); ends_round(read)) co_return read;
    auto names = missing_customers();
    if (const auto read = co_await std::move(names); ends_round(read)) co_return read;
    if (has_watermark(List::customers)) {
        auto step = delta(List::customers);
        if (const auto read = co_await std::move(step); ends_round(read)) co_return read;
    } else {
        completed(to_text(List::customers), began);
    }
    auto tasks = delta_tasks();
    if (const auto read = co_await std::move(tasks); ends_round(read)) co_return read;
    co_return Result<void>{};
}

bool Puller::has_watermark(List list) const {
    const auto stream = door_.house().streams().find(to_text(list));
    return stream && stream->watermark;
}

asio::awaitable<Result<void>> Puller::read_configuration() {
    const auto sent = clock_.steady_now();
    const auto began = door_.now();
    auto asking = connector_.configuration();
    const auto configuration = co_await std::move(asking);
    if (!configuration) co_return std::unexpected(configuration.error());
    // An answer that took long, waiting for its turn or on the line, says nothing finer than
    // itself.
    const auto answered = clock_.steady_now();
    const bool was_quick = answered - sent < longest_exchange;
    if (const auto offset =
            door_.clock().measured(configuration->now_utc, was_quick ? sent : answered)) {
        log::info("following the clock of Mews, {} s from the box's own", offset->count() / 1000);
        door_.apply(house::ClockMeasured{.offset = *offset});
    }
    std::vector<house::Input> inputs;
    inputs.emplace_back(house::PageArrived{.rows = std::vector{configuration->enterprise}});
    inputs.emplace_back(
        house::StreamCompleted{.name = "configuration", .watermark = std::min(began, door_.now())});
    door_.apply(inputs);
    last_read_["configuration"] = clock_.steady_now();
    co_return Result<void>{};
}

mews::ListRequest Puller::request_for(List list) const {
    mews::ListRequest request{.list = list};
    auto& mirror = door_.house().mirror();
    if (list == List::resource_categories) request.parents = mirror.bookable_services();
    if (list == List::resource_category_assignments) request.parents = mirror.categories();
    return request;
}

asio::awaitable<Result<void>> Puller::first_read(List list) {
    const auto began = door_.now();
    auto request = request_for(list);
    request.lane = Lane::first_sync;
    if (request.parents.empty() &&
        (list == List::resource_categories || list == List::resource_category_assignments)) {
        completed(to_text(list), began);  // a hotel without bookable services has none
        co_return Result<void>{};
    }
    auto reading = pages(std::move(request));
    if (const auto read = co_await std::move(reading); !read)
        co_return std::unexpected(read.error());
    completed(to_text(list), began);
    co_return Result<void>{};
}

/// Today first, so that the boards are useful after the first pages; then from a week back to the
/// furthest arrival a hotel takes, in windows the PMS allows: what is booked and never edited again
/// shows in no later read.
asio::awaitable<Result<void>> Puller::first_reservations() {
    const auto began = door_.now();
    const auto day = door_.house().day();
    std::vector<mews::Interval> windows{{day.start, day.end}};
    for (auto from = day.start - 7 * 24h; from < day.start + furthest_arrival;
         from += longest_window) {
        windows.push_back({from, from + longest_window});
    }
    for (const auto& window : windows) {
        mews::ListRequest request{.list = List::reservations, .lane = Lane::first_sync};
        request.colliding = window;
        auto reading = pages(std::move(request));
        if (const auto read = co_await std::move(reading); !read)
            co_return std::unexpected(read.error());
        auto names = missing_customers();
        if (const auto read = co_await std::move(names); !read) co_return read;
    }
    completed(to_text(List::reservations), began);
    co_return Result<void>{};
}

/// What was updated since the watermark, in windows the PMS allows, oldest first.
asio::awaitable<Result<void>> Puller::delta(List list) {
    const auto began = door_.now();
    const auto stream = door_.house().streams().find(to_text(list));
    const auto until = began + 60s;
    for (auto from = *stream->watermark - settings_.overlap; from < until; from += longest_window) {
        auto request = request_for(list);
        request.updated = mews::Interval{from, std::min(from + longest_window, until)};
        auto reading = pages(std::move(request));
        if (const auto read = co_await std::move(reading); !read)
            co_return std::unexpected(read.error());
    }
    completed(to_text(list), began);
    co_return Result<void>{};
}

/// Tasks carry no time of update: new ones by creation, ended ones by closing, the open ones by
/// their ids now and then (sync.md R39).
asio::awaitable<Result<void>> Puller::delta_tasks() {
    const auto began = door_.now();
    const auto stream = door_.house().streams().find(to_text(List::tasks));
    const bool first = !stream || !stream->watermark;
    const auto until = began + 60s;
    const auto start =
        first ? began - oldest_open_task + 60s : *stream->watermark - settings_.overlap;
    for (auto from = start; from < until; from += longest_window) {
        const mews::Interval window{from, std::min(from + longest_window, until)};
        mews::ListRequest created{.list = List::tasks};
        created.created = window;
        auto reading_new = pages(std::move(created));
        if (const auto read = co_await std::move(reading_new); !read)
            co_return std::unexpected(read.error());
        if (first) continue;
        mews::ListRequest closed{.list = List::tasks};
        closed.closed = window;
        auto reading_closed = pages(std::move(closed));
        if (const auto read = co_await std::move(reading_closed); !read)
            co_return std::unexpected(read.error());
    }
    if (!first && due("open tasks", parent_period)) {
        auto reading_open =
            by_ids(List::tasks, door_.house().mirror().open_pms_tasks(most_ids), Lane::delta_poll);
        if (const auto read = co_await std::move(reading_open); !read) co_return read;
        last_read_["open tasks"] = clock_.steady_now();
    }
    completed(to_text(List::tasks), began);
    co_return Result<void>{};
}

/// Guests whose names the boards lack. What the PMS does not give is asked again only after a
/// while.
asio::awaitable<Result<void>> Puller::missing_customers() {
    for (;;) {
        const auto now = clock_.steady_now();
        std::erase_if(asked_customers_,
                      [now](const auto& asked) { return now - asked.second > ask_again; });
        std::vector<Uuid> wanted;
        const auto day = door_.house().day();
        for (const auto& id : door_.house().mirror().customers_wanted(
                 day.start, most_ids + asked_customers_.size())) {
            if (!asked_customers_.contains(id) && wanted.size() < most_ids) wanted.push_back(id);
        }
        if (wanted.empty()) co_return Result<void>{};
        auto reading = by_ids(List::customers, wanted, Lane::first_sync);
        if (const auto read = co_await std::move(reading); !read) co_return read;
        for (const auto& id : wanted) asked_customers_.emplace(id, now);
    }
}

/// Companionships hide their deletion and have no time filter: re-read for stays in house and
/// arriving within two days.
asio::awaitable<Result<void>> Puller::companionships() {
    if (!due(to_text(List::companionships), parent_period)) co_return Result<void>{};
    const auto began = door_.now();
    const auto day = door_.house().day();
    auto near = door_.house().mirror().reservations_near(day.start - 3 * 24h, day.end + 24h);
    for (std::size_t at = 0; at < near.size(); at += most_ids) {
        house::CompanionshipsRead whole;
        whole.reservations.assign(
            near.begin() + static_cast<std::ptrdiff_t>(at),
            near.begin() + static_cast<std::ptrdiff_t>(std::min(near.size(), at + most_ids)));
        mews::ListRequest request{.list = List::companionships};
        request.parents = whole.reservations;
        auto reading = pages(std::move(request));
        auto seen = co_await std::move(reading);
        if (!seen) co_return std::unexpected(seen.error());
        whole.seen = std::move(*seen);
        if (!door_.apply(whole)) co_return failure(Errc::refused, "the box's disk is full");
    }
    completed(to_text(List::companionships), began);
    co_return Result<void>{};
}

asio::awaitable<Result<void>> Puller::by_ids(List list, std::vector<Uuid> ids, Lane lane) {
    if (ids.empty()) co_return Result<void>{};
    mews::ListRequest request{.list = list, .ids = std::move(ids), .lane = lane};
    auto reading = pages(std::move(request));
    const auto read = co_await std::move(reading);
    if (!read) co_return std::unexpected(read.error());
    co_return Result<void>{};
}

/// All pages of one request, each applied as it comes. A page shorter than asked, or without a
/// cursor, is the last. Gives the ids of companionships among the rows, which need them.
asio::awaitable<Result<std::vector<Uuid>>> Puller::pages(mews::ListRequest request) {
    std::vector<Uuid> seen;
    for (;;) {
        auto asking = connector_.list(request);
        auto page = co_await std::move(asking);
        if (!page && page.error().code == Errc::too_heavy && request.count > 50) {
            request.count /= 2;  // 408: ask for less
            continue;
        }
        if (!page) {
            door_.apply(house::StreamTroubled{.name = std::string{to_text(request.list)},
                                              .trouble = page.error().context});
            co_return std::unexpected(page.error());
        }
        link_.answered();
        for (const auto& id : companionship_ids(page->rows)) seen.push_back(id);
        if (page->row_count > 0 &&
            !door_.apply(house::PageArrived{.rows = std::move(page->rows)})) {
            co_return failure(Errc::refused, "the box's disk is full");
        }
        if (!page->cursor || page->row_count < static_cast<std::size_t>(request.count))
            co_return seen;
        request.cursor = page->cursor;
    }
}

bool Puller::due(std::string_view name, Duration period) const {
    const auto last = last_read_.find(name);
    return last == last_read_.end() || clock_.steady_now() - last->second >= period;
}

void Puller::completed(std::string_view name, UtcTime watermark) {
    last_read_[std::string{name}] = clock_.steady_now();
    const auto before = door_.house().streams().find(name);
    if (!before || !before->complete) {
        log::info("first read of {} done: {} rows", name, door_.house().mirror().row_count(name));
    }
    door_.apply(house::StreamCompleted{.name = std::string{name}, .watermark = watermark});
}

}  // namespace stayd::sync
