#include "sync/follower.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "sync/windows.hpp"

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using mews::Lane;
using mews::ListRequest;
using model::Deletion;
using model::First;
using model::List;
using model::ListEntry;
using model::MustFilter;
using model::Parents;
using model::Then;

constexpr Duration saved_page_lives = 10min;  // sync.md R37
constexpr Duration ahead_of_now = 60s;        // for a clock of ours that is behind
constexpr Duration ask_by_id_again = 10min;
constexpr Duration longest_usual_overlap = 2h;
constexpr Duration hourly_overlap = 2h;  // sync.md R34
constexpr Duration daily_overlap = 26h;
constexpr int days_of_availability = 14;

void take(Read& all, const Read& read) {
    all.unreadable += read.unreadable;
    if (all.first_oddity.empty()) all.first_oddity = read.first_oddity;
}

/// Whether a read of the request, and nothing but it, shows what is gone.
bool shows_deletions(const ListEntry& entry, const ListRequest& request) {
    return entry.deletion == Deletion::hidden && !request.cursor && !request.updated &&
           !request.created && !request.closed && !request.colliding && request.ids.empty();
}

}  // namespace

// --- The whole scope, step by step ---

asio::awaitable<Result<void>> Follower::begin(List list, Lane lane) {
    const mirror::Scan scan{.began = door_.now()};
    const house::Input begun = house::ScanAdvanced{
        .list = list, .scan = scan, .generation = door_.house().streams().find(list).generation};
    if (const auto applied = apply({&begun, 1}); !applied) co_return applied;
    auto stepping = step(list, lane);
    co_return co_await std::move(stepping);
}

asio::awaitable<Result<void>> Follower::step(List list, Lane lane) {
    const auto stream = door_.house().streams().find(list);
    if (!stream.scan) co_return Result<void>{};
    const auto& entry = model::entry(list);
    const bool is_sweep = stream.swept.has_value();
    const house::Input ended = house::ScanCompleted{.list = list, .generation = stream.generation};
    if (entry.then == Then::whole || (entry.first == First::wanted && !is_sweep)) {
        auto reading =
            entry.then == Then::whole ? update_availability(stream.generation) : fill_wanted(list);
        if (const auto read = co_await std::move(reading); !read) co_return read;
        co_return apply({&ended, 1});
    }
    auto scan = *stream.scan;
    auto todo = steps_.plan(entry, scan, is_sweep);
    if (todo.last && model::are_few(entry.parents))
        todo.next = door_.house().mirror().last_place(entry.parents) + 1;
    const bool resumes = todo.resumable && todo.requests.size() == 1 && scan.cursor &&
                         door_.now() - scan.saved < saved_page_lives;
    if (resumes) todo.requests.front().cursor = scan.cursor;
    scan.cursor = std::nullopt;
    scan.steps = todo.of;
    Purpose purpose{.scan = scan, .to_the_end = is_sweep, .generation = stream.generation};
    if (entry.first == First::wanted) purpose.evidence = mirror::Evidence::by_id;
    std::vector<Uuid> seen;
    bool all_readable = true;
    for (auto& request : todo.requests) {
        request.lane = lane;
        auto reading = read_part(request, purpose);
        auto read = co_await std::move(reading);
        if (!read) co_return std::unexpected(read.error());
        purpose.scan = read->scan;
        all_readable = all_readable && read->unreadable == 0;
        seen.insert(seen.end(), read->seen.begin(), read->seen.end());
    }
    scan = *purpose.scan;
    if (entry.deletion == Deletion::hidden && entry.parents == Parents::none) {
        auto& [began, all] = seen_in_scan_[list];
        if (scan.step == 0) {
            began = scan.began;
            all.clear();
        }
        // A part of it was read by an earlier run, or cannot be read.
        if (resumes || !all_readable) began = {};
        all.insert(all.end(), seen.begin(), seen.end());
        if (todo.last && is_sweep && began == scan.began) {
            auto settling = settle_absent(list, {}, all, stream.generation, lane);
            if (const auto settled = co_await std::move(settling); !settled) co_return settled;
            all.clear();
        }
    }
    scan.step = todo.next;
    scan.cursor = std::nullopt;
    std::vector<house::Input> inputs;
    inputs.emplace_back(
        house::ScanAdvanced{.list = list, .scan = scan, .generation = stream.generation});
    if (todo.last) inputs.push_back(ended);
    if (const auto applied = apply(inputs); !applied) co_return applied;
    if (todo.last) {
        log::info("{} of {} done: {} rows in {} calls", is_sweep ? "sweep" : "first read",
                  to_text(list), scan.rows, scan.calls);
    }
    co_return Result<void>{};
}

// --- What has changed ---

asio::awaitable<Result<void>> Follower::update(List list) {
    const auto stream = door_.house().streams().find(list);
    const auto& entry = model::entry(list);
    if (entry.parents != Parents::none && entry.first != First::near && entry.then != Then::whole &&
        !stream.scan) {
        auto reading = read_new_parents(stream);
        if (const auto read = co_await std::move(reading); !read) co_return read;
    }
    asio::awaitable<Result<void>> reading;
    switch (entry.then) {
        case Then::updates:
        case Then::created:
            reading = update_by_time(stream);
            break;
        case Then::created_closed:
            reading = update_tasks(stream);
            break;
        case Then::near:
            reading = update_near(stream);
            break;
        case Then::whole:
            reading = update_availability(stream.generation);
            break;
    }
    co_return co_await std::move(reading);
}

/// A stay, a guest, a service that the mirror did not have brings rows that are older than the
/// watermark.
asio::awaitable<Result<void>> Follower::read_new_parents(const mirror::Stream& stream) {
    const auto& entry = model::entry(stream.list);
    const auto generation = stream.generation;
    auto before = stream.parents_read;
    for (auto from = std::max<std::int64_t>(before, 1);;) {
        auto step = steps_.by_parents(entry, from);
        if (step.requests.empty()) co_return Result<void>{};
        for (auto& request : step.requests) {
            auto reading = read_part(std::move(request), {.generation = generation});
            if (const auto read = co_await std::move(reading); !read)
                co_return std::unexpected(read.error());
        }
        from = step.next;
        const house::Input read = house::ParentsRead{
            .list = entry.list, .from = before, .step = from, .generation = generation};
        if (const auto applied = apply({&read, 1}); !applied) co_return applied;
        before = from;
    }
}

/// What is late by more than the overlap teaches us to look further back, up to a point.
Duration Follower::usual_overlap(const mirror::Stream& stream) const {
    return std::max(overlap_, std::min(2 * stream.worst_lag, longest_usual_overlap));
}

/// A list is read with a longer overlap now and then, for what becomes visible late.
Duration Follower::overlap_of(const mirror::Stream& stream) {
    const auto now = clock_.steady_now();
    const auto usual = usual_overlap(stream);
    const auto& deep =
        deep_.try_emplace(stream.list, Deep{.hourly = now, .daily = now - 23h}).first->second;
    if (now - deep.daily >= 24h) return std::max(usual, daily_overlap);
    if (now - deep.hourly >= 1h) return std::max(usual, hourly_overlap);
    return usual;
}

void Follower::was_read_deep(List list, Duration overlap) {
    const auto now = clock_.steady_now();
    auto& deep = deep_[list];
    if (overlap >= hourly_overlap) deep.hourly = now;
    if (overlap >= daily_overlap) deep.daily = now;
}

/// What carries a time since the watermark, in windows the PMS allows, oldest first.
asio::awaitable<Result<void>> Follower::update_by_time(mirror::Stream stream) {
    const auto list = stream.list;
    const auto& entry = model::entry(list);
    const auto began = door_.now();
    const auto since =
        std::min(began, stream.watermark.value_or(stream.scan ? stream.scan->began : began));
    const auto overlap = overlap_of(stream);
    const bool by_update = entry.then == Then::updates;
    std::vector<ListRequest> requests;
    for (const auto& window : split(since - overlap, began + ahead_of_now, entry.longest_window)) {
        ListRequest request{.list = list};
        (by_update ? request.updated : request.created) = window;
        if (!model::are_few(entry.parents)) {
            requests.push_back(std::move(request));
            continue;
        }
        for (auto& part : steps_.in_chunks(request, door_.house().mirror().parents(entry.parents)))
            requests.push_back(std::move(part));
    }
    Purpose purpose{.generation = stream.generation};
    const auto usual = usual_overlap(stream);
    if (by_update && overlap > usual && entry.has_column("updated_utc_ms"))
        purpose.late_before = since - usual;
    Read all;
    for (auto& request : requests) {
        auto reading = read_part(std::move(request), purpose);
        const auto read = co_await std::move(reading);
        if (!read) co_return std::unexpected(read.error());
        take(all, *read);
    }
    was_read_deep(list, overlap);
    co_return completed(list, began, all, stream.generation);
}

/// Tasks carry no time of update: new ones by creation, ended ones by closing, the open ones by
/// their ids now and then (sync.md R39).
asio::awaitable<Result<void>> Follower::update_tasks(mirror::Stream stream) {
    const auto list = stream.list;
    const auto began = door_.now();
    const auto since =
        std::min(began, stream.watermark.value_or(stream.scan ? stream.scan->began : began));
    const auto overlap = overlap_of(stream);
    std::vector<ListRequest> requests;
    for (const auto& window :
         split(since - overlap, began + ahead_of_now, model::entry(list).longest_window)) {
        requests.push_back({.list = list, .created = window});
        requests.push_back({.list = list, .closed = window});
    }
    Read all;
    for (auto& request : requests) {
        auto reading = read_part(std::move(request), {.generation = stream.generation});
        const auto read = co_await std::move(reading);
        if (!read) co_return std::unexpected(read.error());
        take(all, *read);
    }
    was_read_deep(list, overlap);
    const auto now = clock_.steady_now();
    const auto [last, is_new] = open_ones_.try_emplace(list, SteadyTime{});
    if (is_new || now - last->second >= ask_by_id_again) {
        auto asking = find_ended_tasks(stream.generation);
        if (const auto asked = co_await std::move(asking); !asked) co_return asked;
        open_ones_[list] = now;
    }
    co_return completed(list, began, all, stream.generation);
}

asio::awaitable<Result<void>> Follower::find_ended_tasks(std::int64_t generation) {
    auto gone = door_.house().mirror().open_pms_tasks(1000);
    auto asking = ask_again(List::tasks, gone, {}, generation, Lane::delta_poll);
    const auto found = co_await std::move(asking);
    if (!found) co_return std::unexpected(found.error());
    std::erase_if(gone, [&](const Uuid& id) { return std::ranges::binary_search(*found, id); });
    co_return take_out(List::tasks, std::move(gone), generation);
}

/// What has no filter by time, or hides deletions, again for those near today.
asio::awaitable<Result<void>> Follower::update_near(mirror::Stream stream) {
    const auto list = stream.list;
    const auto began = door_.now();
    Read all;
    for (auto& request : steps_.in_chunks(
             {.list = list},
             door_.house().mirror().parents_near(model::entry(list).parents, steps_.near()))) {
        auto reading = read_part(std::move(request), {.generation = stream.generation});
        const auto read = co_await std::move(reading);
        if (!read) co_return std::unexpected(read.error());
        take(all, *read);
    }
    co_return completed(list, began, all, stream.generation);
}

/// The next days of every bookable service; days that have passed are in no answer, and go. A
/// service the PMS refuses to answer for keeps no other waiting.
asio::awaitable<Result<void>> Follower::update_availability(std::int64_t generation) {
    constexpr auto list = List::availability;
    const auto began = door_.now();
    const auto enterprise = door_.house().mirror().enterprise();
    if (!enterprise) co_return Result<void>{};
    const auto first = business_day(began, enterprise->time_zone, Duration{0});
    // Noon of the last day is in it, however long the days between are.
    const auto last = business_day(first.start + days_of_availability * 24h - 12h,
                                   enterprise->time_zone, Duration{0});
    Read all;
    std::optional<Error> refusal;
    for (const auto& service : door_.house().mirror().parents(Parents::bookable_services)) {
        ListRequest request{.list = list};
        request.parents = {service};
        request.days = mews::Interval{first.start, last.start};
        auto reading = read_part(std::move(request), {.generation = generation});
        const auto read = co_await std::move(reading);
        if (read) {
            take(all, *read);
        } else if (read.error().code == Errc::refused && read.error().status != 0) {
            refusal = read.error();
        } else {
            co_return std::unexpected(read.error());
        }
    }
    if (refusal) co_return std::unexpected(*std::move(refusal));
    co_return completed(list, began, all, generation);
}

asio::awaitable<Result<void>> Follower::fill_wanted(List list) {
    auto& mirror = door_.house().mirror();
    const auto generation = door_.house().streams().find(list).generation;
    const auto most = static_cast<std::size_t>(model::entry(list).most_ids);
    for (;;) {
        forget_old_questions();
        std::vector<Uuid> wanted;
        for (const auto& id :
             mirror.wanted(list, door_.house().day().start, most + asked_by_id_.size())) {
            if (!asked_by_id_.contains(id) && wanted.size() < most) wanted.push_back(id);
        }
        const bool is_of_the_past = door_.house().streams().find(list).generation != generation;
        if (wanted.empty() || is_of_the_past) co_return Result<void>{};
        const bool is_last = wanted.size() < most;
        ListRequest request{.list = list, .ids = wanted, .lane = Lane::first_sync};
        auto reading = reader_.read(
            std::move(request), {.evidence = mirror::Evidence::by_id, .generation = generation});
        auto read = co_await std::move(reading);
        if (!read) co_return std::unexpected(read.error());
        std::ranges::sort(read->seen);
        for (const auto& id : wanted) {
            if (!std::ranges::binary_search(read->seen, id))
                asked_by_id_.emplace(id, clock_.steady_now());
        }
        if (is_last) co_return Result<void>{};
    }
}

asio::awaitable<Result<void>> Follower::by_ids(List list, std::vector<Uuid> ids, Lane lane) {
    const auto generation = door_.house().streams().find(list).generation;
    for (auto& chunk : chunks_of(ids, model::entry(list).most_ids)) {
        ListRequest request{.list = list, .ids = std::move(chunk), .lane = lane};
        auto reading = reader_.read(
            std::move(request), {.evidence = mirror::Evidence::by_id, .generation = generation});
        if (const auto read = co_await std::move(reading); !read)
            co_return std::unexpected(read.error());
    }
    co_return Result<void>{};
}

// --- The parts all share ---

/// One request, and what of its rows is gone or has come back.
asio::awaitable<Result<Read>> Follower::read_part(ListRequest request, Purpose purpose) {
    const auto list = request.list;
    const auto& entry = model::entry(list);
    const bool deletions = shows_deletions(entry, request);
    purpose.to_the_end = purpose.to_the_end || deletions;
    auto reading = reader_.read(request, purpose);
    auto read = co_await std::move(reading);
    if (!read) co_return std::unexpected(read.error());
    // A row that cannot be read is there all the same.
    if (deletions && !request.parents.empty() && read->unreadable == 0) {
        auto settling =
            settle_absent(list, request.parents, read->seen, purpose.generation, request.lane);
        if (const auto settled = co_await std::move(settling); !settled)
            co_return std::unexpected(settled.error());
    }
    if (entry.deletion == Deletion::apart) {
        auto of_deleted = request;
        of_deleted.deleted = true;
        of_deleted.cursor = std::nullopt;
        auto asking = reader_.read(std::move(of_deleted),
                                   {.to_the_end = purpose.to_the_end, .only_ids = true});
        auto deleted = co_await std::move(asking);
        if (!deleted) co_return std::unexpected(deleted.error());
        auto taken = take_out(list, std::move(deleted->seen), purpose.generation);
        if (!taken) co_return std::unexpected(std::move(taken.error()));
    }
    if (entry.ids.empty() || purpose.evidence == mirror::Evidence::by_id) co_return read;
    forget_old_questions();
    auto buried = door_.house().mirror().buried(list, read->seen);
    std::erase_if(buried, [this](const Uuid& id) { return asked_by_id_.contains(id); });
    auto asking = ask_again(list, buried, request.parents, purpose.generation, request.lane);
    if (const auto asked = co_await std::move(asking); !asked)
        co_return std::unexpected(asked.error());
    for (const auto& id : buried) asked_by_id_.emplace(id, clock_.steady_now());
    co_return read;
}

/// What a complete read lacked is asked for by id, and gone when that lacks it too. Rows that have
/// no ids to ask by are looked for in their parents once more; a computed list needs no second
/// look.
asio::awaitable<Result<void>> Follower::settle_absent(List list, std::vector<Uuid> parents,
                                                      std::vector<Uuid> seen,
                                                      std::int64_t generation, Lane lane) {
    auto absent = door_.house().mirror().absent(list, parents, seen);
    if (absent.empty()) co_return Result<void>{};
    if (list != List::availability) {
        auto asking = ask_again(list, absent, parents, generation, lane);
        const auto found = co_await std::move(asking);
        if (!found) co_return std::unexpected(found.error());
        std::erase_if(absent,
                      [&](const Uuid& id) { return std::ranges::binary_search(*found, id); });
    }
    co_return take_out(list, std::move(absent), generation);
}

/// Those of the ids that the PMS gives, sorted: asked by id or, where it does not answer so, by
/// their parents.
asio::awaitable<Result<std::vector<Uuid>>> Follower::ask_again(List list, std::vector<Uuid> ids,
                                                               std::vector<Uuid> parents,
                                                               std::int64_t generation, Lane lane) {
    std::vector<Uuid> found;
    if (ids.empty()) co_return found;
    const auto& entry = model::entry(list);
    std::vector<ListRequest> requests;
    ListRequest request{.list = list, .lane = lane};
    if (entry.ids.empty()) {
        requests = steps_.in_chunks(request, parents);
    } else {
        for (auto& chunk : chunks_of(ids, entry.most_ids)) {
            request.ids = std::move(chunk);
            if (entry.must == MustFilter::parents) request.parents = parents;
            requests.push_back(request);
        }
    }
    for (auto& one : requests) {
        auto asking = reader_.read(
            std::move(one),
            {.evidence = mirror::Evidence::by_id, .to_the_end = true, .generation = generation});
        const auto read = co_await std::move(asking);
        if (!read) co_return std::unexpected(read.error());
        found.insert(found.end(), read->seen.begin(), read->seen.end());
    }
    std::ranges::sort(found);
    co_return found;
}

void Follower::forget_old_questions() {
    const auto now = clock_.steady_now();
    std::erase_if(asked_by_id_,
                  [now](const auto& asked) { return now - asked.second > ask_by_id_again; });
}

Result<void> Follower::take_out(List list, std::vector<Uuid> ids, std::int64_t generation) {
    if (ids.empty()) return {};
    const house::Input gone =
        house::RowsGone{.list = list, .ids = std::move(ids), .generation = generation};
    return apply({&gone, 1});
}

Result<void> Follower::completed(List list, UtcTime watermark, const Read& read,
                                 std::int64_t generation) {
    std::vector<house::Input> inputs;
    inputs.emplace_back(
        house::StreamCompleted{.list = list, .watermark = watermark, .generation = generation});
    if (read.unreadable > 0) {
        inputs.emplace_back(house::StreamTroubled{
            .list = list, .trouble = mirror::Trouble::unreadable, .text = read.first_oddity});
    }
    return apply(inputs);
}

Result<void> Follower::apply(std::span<const house::Input> inputs) {
    if (door_.apply(inputs)) return {};
    return failure(Errc::refused, "the box's disk is full");
}

}  // namespace stayd::sync
