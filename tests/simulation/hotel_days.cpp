#include "tests/simulation/hotel_days.hpp"

#include <fmt/format.h>

#include <deque>
#include <map>

#include "tests/sim/mews/edit_something.hpp"
#include "tests/sim/mews/large_hotel.hpp"
#include "tests/sim/world/whole_mirror.hpp"

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;

constexpr Duration one_step = 20s;
constexpr Duration calm = 15min;  // no pause and no rest of the last trouble is left
constexpr std::uintmax_t largest_wal = 32'000'000;
constexpr std::size_t most_of_one = 250;

constexpr const char* families[] = {"",           "resources/", "reservations/", "customers",
                                    "orderItems", "companions", "messages",      "tasks",
                                    "services/",  "Notes",      "addresses",     "configuration"};

Hotel small_hotel(std::uint64_t seed) {
    return large_hotel({.rooms = 30, .reservations = 300, .customers = 250, .order_items = 700},
                       seed + 1'000'000, city_hotel_morning());
}

void mix(std::uint64_t& hash, std::string_view text) {
    for (const char byte : text) {
        hash ^= static_cast<unsigned char>(byte);
        hash *= 1'099'511'628'211U;  // FNV-1a
    }
}

}  // namespace

HotelDays::HotelDays(std::uint64_t seed)
    : world_(seed, small_hotel(seed)),
      healthy_(world_.pms.settings()),
      dice_(seed * 7919 + 1),
      phone_dice_(seed * 104'729 + 1),
      phone_("ana", world_.broker, phone_dice_),
      troubles_(troubles_of_calls()),
      calm_since_(world_.now()) {
    report_.seed = seed;
    report_.hash = 14'695'981'039'346'656'037U;
    for (auto& trouble : troubles_of_the_pms()) {
        // A clock that is set back takes watermarks back: of that the table of faults tells.
        if (trouble.name != "clock + 3 h") troubles_.push_back(std::move(trouble));
    }
}

void HotelDays::broken(std::string_view promise, const std::string& what) {
    if (report_.broken.size() < 10)
        report_.broken.push_back(
            fmt::format("{} at {}: {}", promise, to_iso8601(world_.now()), what));
}

DaysReport HotelDays::live(int hours) {
    report_.hours = hours;
    world_.run_for(15min);
    for (Duration lived{0}; lived < hours * 1h; lived += one_step) {
        step();
        if (lived % 1h == Duration{0}) look_closely();
    }
    recover();
    const auto& sent = world_.line.sent();
    for (const auto& call : sent.calls())
        mix(report_.hash, fmt::format("{} {}\n", to_ms(call.at), *call.path));
    for (const auto& [topic, payload] : world_.broker.retained())
        mix(report_.hash, topic + "=" + payload + "\n");
    report_.calls = sent.calls().size();
    for (const auto& stream : world_.daemon->house().streams().all()) report_.late += stream.late;
    return report_;
}

void HotelDays::step() {
    if (trouble_ends_ && world_.now() >= *trouble_ends_) end_trouble();
    if (!trouble_ends_ && below(90) == 0) begin_trouble();
    if (below(2000) == 0) {
        ++report_.deaths;
        world_.kill_daemon();
        if (below(2) == 0) world_.run_for(Duration{static_cast<std::int64_t>(below(1'800'000))});
        world_.start_daemon();
        calm_since_ = std::max(calm_since_, world_.now());
    }
    if (below(2) == 0) {
        ++report_.edits;
        edit_something(world_.pms, dice_, world_.now());
    }
    if (below(15) == 0) act();
    world_.run_for(one_step);
    look();
}

/// A room's new state. With nothing in its way it is sent at once (I19).
void HotelDays::act() {
    static constexpr v1::ResourceState states[] = {
        v1::RESOURCE_STATE_DIRTY, v1::RESOURCE_STATE_CLEAN, v1::RESOURCE_STATE_INSPECTED};
    ++report_.acts;
    auto& rooms = world_.pms.hotel().resources.rows();
    const auto& room = rooms[below(rooms.size())];
    const auto id = phone_.set_room_state(room.id, states[below(3)], world_.now());
    world_.run_for(2500ms);  // on its way to the box and from there
    const bool is_calm = !trouble_ends_ && world_.now() - calm_since_ > calm;
    if (!is_calm || !world_.daemon->link().is_up()) return;
    const auto change = world_.daemon->house().journal().find(id);
    if (change && change->attempts == 0 && journal::is_open(change->stage))
        broken("I19", fmt::format("the state of {} waits with nothing in its way", room.name));
}

void HotelDays::begin_trouble() {
    ++report_.troubles;
    auto lasts = 1min + Duration{static_cast<std::int64_t>(below(25 * 60'000))};
    if (below(6) == 0) {
        static constexpr Fault lines[] = {Fault::refused, Fault::hang, Fault::reset,
                                          Fault::answer_lost};
        world_.pms.set_line(lines[below(4)]);
        lasts += Duration{static_cast<std::int64_t>(below(3 * 3'600'000))};
        outage_counts_from_ = world_.now() + 10min;
        deaths_before_outage_ = report_.deaths;
    } else {
        const auto& trouble = troubles_[below(troubles_.size())];
        if (trouble.begin) trouble.begin(world_.pms);
        if (trouble.plan) {
            auto plan = *trouble.plan;
            plan.path_part = families[below(std::size(families))];
            world_.pms.add_fault(plan);
        }
    }
    trouble_ends_ = world_.now() + lasts;
}

void HotelDays::end_trouble() {
    if (outage_counts_from_ && world_.now() > *outage_counts_from_ && calls_before_outage_ > 0) {
        const auto minutes = (world_.now() - *outage_counts_from_) / 1min + 1;
        const auto calls = world_.line.sent().calls().size() - calls_before_outage_;
        // Each start is eager for ten minutes: somebody may just have mended the line.
        const auto starts = static_cast<std::size_t>(report_.deaths - deaths_before_outage_);
        if (calls > static_cast<std::size_t>(minutes) + 20 + starts * 90)
            broken("I20", fmt::format("{} calls in {} minutes of an outage", calls, minutes));
    }
    outage_counts_from_ = {};
    calls_before_outage_ = 0;
    trouble_ends_ = {};
    calm_since_ = world_.now();
    world_.pms.set_line(Fault::none);
    world_.pms.clear_faults();
    world_.pms.settings() = healthy_;
    world_.pms.set_visibility_lag(0s);
}

/// What can be looked at often.
void HotelDays::look() {
    if (outage_counts_from_ && calls_before_outage_ == 0 && world_.now() >= *outage_counts_from_)
        calls_before_outage_ = world_.line.sent().calls().size();
    for (const auto& stream : world_.daemon->house().streams().all()) {
        auto& before = seen_[static_cast<std::size_t>(stream.list)];
        const auto name = model::to_text(stream.list);
        if (stream.generation < before.generation)
            broken("I15", fmt::format("{} has gone back a generation", name));
        if (stream.generation == before.generation && before.watermark &&
            (!stream.watermark || *stream.watermark < *before.watermark))
            broken("I13", fmt::format("the watermark of {} has gone back", name));
        if (stream.watermark && *stream.watermark > world_.now() + 2s)
            broken("I13", fmt::format("the watermark of {} is in the future", name));
        if (stream.swept && !stream.watermark)
            broken("I15", fmt::format("{} is read and has no watermark", name));
        before = {.generation = stream.generation, .watermark = stream.watermark};
    }
}

void HotelDays::look_closely() {
    if (const auto what = watermark_broken(world_.pms, world_.daemon->house(), 90s); !what.empty())
        broken("I14/I16", what);
    if (const auto what = world_.balance_difference(); !what.empty()) broken("I1", what);
    std::error_code none;
    const auto wal = std::filesystem::file_size(world_.folder / "hotel.db-wal", none);
    if (!none && wal > largest_wal) broken("I31", fmt::format("a write-ahead log of {} B", wal));
}

/// The troubles are over: all must be well (I32), and no budget was exceeded in all that time.
void HotelDays::recover() {
    if (trouble_ends_) end_trouble();
    // Lists that were refused as not ours are asked again once a day, or after a start.
    world_.start_daemon();
    world_.broker.go_up();
    for (int tries = 0; tries < 5; ++tries) {
        phone_.send_again();
        world_.run_for(2min);
    }
    if (const auto waiting = world_.daemon->house().journal().balance().waiting; waiting > 0)
        broken("I32", fmt::format("{} changes wait after ten minutes", waiting));
    std::vector<model::List> lists;
    for (const auto& entry : model::lists()) lists.push_back(entry.list);
    world_.daemon->puller().sweep(lists);
    world_.run_for(110min);  // the slowest pace is an hour
    const auto different =
        whole_mirror_difference(world_.pms, world_.daemon->house(), {.swept = true});
    if (!different.empty()) broken("I32", different);
    if (const auto shown = world_.broker_difference(); !shown.empty()) broken("I32", shown);
    if (world_.daemon->breaker().open_count() > 0) broken("I32", "an operation still rests");
    const auto& sent = world_.line.sent();
    if (const auto most = sent.most_calls_in(30s); most > 160)
        broken("I18", fmt::format("{} calls in 30 s", most));
    if (const auto most = sent.most_calls_in(15min); most > 500)
        broken("I18", fmt::format("{} calls in 15 min", most));
    // No one thing is asked again and again.
    std::map<std::string_view, std::deque<UtcTime>> asked;
    for (const auto& call : sent.calls()) {
        auto& times = asked[*call.path];
        times.push_back(call.at);
        while (call.at - times.front() >= 15min) times.pop_front();
        if (times.size() == most_of_one)
            broken("I18", fmt::format("{} was called {} times in 15 min to {}", *call.path,
                                      most_of_one, to_iso8601(call.at)));
    }
    if (const auto& faults = world_.pms.client_faults(); !faults.empty())
        broken("I18", faults.begin()->first);
}

}  // namespace stayd::sim
