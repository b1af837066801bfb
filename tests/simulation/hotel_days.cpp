#include "tests/simulation/hotel_days.hpp"

#include <fmt/format.h>

#include "tests/sim/mews/edit_something.hpp"
#include "tests/sim/mews/large_hotel.hpp"
#include "tests/simulation/aims.hpp"
#include "tests/support/a_rule.hpp"

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;

constexpr Duration one_step = 20s;
constexpr Duration look_each = 60s;
constexpr Duration calm = 15min;  // no pause and no rest of the last trouble is left

/// Parts of paths: of all calls, of the lists and writes of one thing, of writes of one manner.
constexpr const char* families[] = {
    "",          "resources/", "reservations/", "customers", "orderItems", "companions",
    "messages",  "tasks",      "services/",     "Notes",     "addresses",  "configuration",
    "accounts/", "Documents",  "/add",          "/add",      "/update",    "/update",
    "/delete",   "/start",     "/process",      "/close"};

const Outage outages[] = {{"line refused", Fault::refused},
                          {"line hangs", Fault::hang},
                          {"line reset", Fault::reset},
                          {"line loses answers", Fault::answer_lost}};
const std::string no_trouble = "none";
constexpr int aims_at_once = 2;

/// By how much the box's clock is wrong.
constexpr Duration wrong_clocks[] = {0s,  0s,       2min,      -2min,         5h,
                                     -5h, 40 * 24h, -40 * 24h, 24h * 365 * 3, -24h * 365 * 20};

Hotel hotel_of(std::uint64_t seed, HotelSize size) {
    if (size == HotelSize::city) return city_hotel(seed, city_hotel_morning());
    const auto rooms = 12 + static_cast<int>(seed % 29);
    // Eight stays of each room in slots of four days; today some guests are in the middle of
    // theirs.
    return large_hotel({.rooms = rooms,
                        .reservations = rooms * 8,
                        .customers = rooms * 7,
                        .order_items = rooms * 16,
                        .days_around = 17},
                       seed + 1'000'000, city_hotel_morning());
}

std::vector<Trouble> troubles_of_days() {
    auto troubles = troubles_of_calls();
    for (auto& trouble : troubles_of_the_pms()) {
        // A clock that is set back takes watermarks back: of that the table of faults tells.
        if (trouble.name != "clock + 3 h") troubles.push_back(std::move(trouble));
    }
    return troubles;
}

void mix(std::uint64_t& hash, std::string_view text) {
    for (const char byte : text) {
        hash ^= static_cast<unsigned char>(byte);
        hash *= 1'099'511'628'211U;  // FNV-1a
    }
}

}  // namespace

HotelDays::HotelDays(std::uint64_t seed, HotelSize size)
    : dice_(seed * 7919 + 1),
      world_(seed, hotel_of(seed, size)),
      healthy_(world_.pms.settings()),
      staff_(world_, 3 + below(28), seed),
      promises_(
          world_, staff_, coverage_,
          [this](std::string_view promise, const std::string& what) { broken(promise, what); }),
      troubles_(troubles_of_days()),
      trouble_(no_trouble),
      calm_since_(world_.now()) {
    // The made-up hotel has none; staff write to them too.
    for (const char* name : {"Casa Alta", "Viagens Douro", "Norte & Filhos"})
        world_.pms.desk().add(&Hotel::companies, {{"Name", name}},
                              {.now = world_.now(), .by = Actor::other_user});
    report_.seed = seed;
    report_.handhelds = staff_.size();
    report_.hash = 14'695'981'039'346'656'037U;
    load_rules();
}

std::set<std::string> HotelDays::trouble_names() {
    std::set<std::string> names{no_trouble};
    for (const auto& trouble : troubles_of_days()) names.insert(trouble.name);
    for (const auto& outage : outages) names.insert(outage.name);
    return names;
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
        promises_.look_at_changes(trouble_);
        if (lived % look_each == Duration{0}) promises_.look();
        if (lived % 1h == Duration{0}) promises_.look_closely();
    }
    recover();
    const auto& sent = world_.line.sent();
    for (const auto& call : sent.calls())
        mix(report_.hash, fmt::format("{} {}\n", to_ms(call.at), *call.path));
    for (const auto& [topic, payload] : world_.broker.retained())
        mix(report_.hash, topic + "=" + payload + "\n");
    report_.acts = staff_.acts();
    report_.disorders = staff_.disorders();
    report_.changes = world_.daemon->house().journal().balance();
    report_.calls = sent.calls().size();
    for (const auto& stream : world_.daemon->house().streams().all()) report_.late += stream.late;
    return report_;
}

void HotelDays::step() {
    if (trouble_ends_ && world_.now() >= *trouble_ends_) end_trouble();
    if (!trouble_ends_ && one_of(60)) begin_trouble();
    if (one_of(1500)) let_daemon_die();
    if (one_of(2)) {
        ++report_.edits;
        edit_something(world_.pms, dice_, world_.now());
    }
    disturb_broker();
    if (one_of(1000)) disturb_clock();
    act();
    aim();
    world_.run_for(one_step);
    if (outage_counts_from_ && calls_before_outage_ == 0 && world_.now() >= *outage_counts_from_)
        calls_before_outage_ = world_.line.sent().calls().size();
}

/// A room's new state is sent at once when nothing is in its way (I19).
void HotelDays::act() {
    // The worse it is, the more there is to do.
    for (int more = trouble_ends_ ? 2 : 0; more > 0; --more) staff_.live_on();
    const auto act = staff_.live_on();
    if (!act || !is_calm() || !world_.broker.is_up() || act->kind != journal::Kind::set_room_state)
        return;
    world_.run_for(2500ms);  // on its way to the box and from there
    if (!world_.daemon->link().is_up()) return;
    const auto change = world_.daemon->house().journal().find(act->id);
    if (change && change->attempts == 0 && journal::is_open(change->stage))
        broken("I19", fmt::format("the state of a room waits with nothing in its way: {}",
                                  act->id.to_string()));
}

bool HotelDays::is_calm() const {
    return !trouble_ends_ && world_.now() - calm_since_ > calm;
}

/// Somebody does what nobody has lived through yet in this trouble. Not while it is calm: then
/// nothing is in the way of anything.
void HotelDays::aim() {
    if (is_calm() || !world_.broker.is_up()) return;
    for (int more = aims_at_once; more > 0; --more) {
        const auto missing = coverage_.missing(trouble_);
        if (missing.empty()) return;
        bring_about(missing[below(missing.size())]);
    }
}

void HotelDays::bring_about(const Coverage::Place& place) {
    const auto act = staff_.act(place.kind);
    if (!act) return;
    const auto others = world_.pms.faults();
    world_.pms.clear_faults();
    for (auto& plan : ways_into(place, dice_)) world_.pms.add_fault(std::move(plan));
    for (const auto& plan : others) world_.pms.add_fault(plan);
    if (place.stage != journal::Stage::replaced) return;
    world_.run_for(1200ms);  // it is on its way, and others are later
    write_the_same(world_.pms, act->command, world_.now());
}

void HotelDays::start_daemon() {
    world_.start_daemon();
    load_rules();
}

void HotelDays::load_rules() {
    if (report_.seed % 4 != 0) return;
    world_.daemon->door().apply(house::RulesLoaded{
        .sources = {{.file = "rules.d/days.toml", .text = rule_of_dirty_rooms}}, .by = "stayd"});
}

void HotelDays::let_daemon_die() {
    ++report_.deaths;
    if (one_of(2)) {
        world_.kill_daemon();
    } else {
        world_.cut_power(dice_.next());
    }
    if (one_of(2)) world_.run_for(Duration{static_cast<std::int64_t>(below(1'800'000))});
    start_daemon();
    promises_.look_after_crash();
    calm_since_ = std::max(calm_since_, world_.now());
}

/// In the line's last moments much comes into doubt, and one thing is on its way.
void HotelDays::begin_outage(const Outage& outage) {
    using journal::Stage;
    for (const auto& [kind, stage] : coverage_.missing(outage.name)) {
        if (stage == Stage::unknown && world_.broker.is_up()) bring_about({kind, stage});
    }
    world_.run_for(one_step);
    auto missing = coverage_.missing(outage.name);
    std::erase_if(missing, [](const auto& place) { return place.stage != Stage::in_flight; });
    if (!missing.empty()) bring_about(missing[below(missing.size())]);
    trouble_ = outage.name;
    world_.pms.set_line(outage.fault);
    outage_counts_from_ = world_.now() + 10min;
    deaths_before_outage_ = report_.deaths;
}

void HotelDays::begin_trouble_of_the_pms(const Trouble& trouble) {
    trouble_ = trouble.name;
    if (trouble.begin) trouble.begin(world_.pms);
    if (!trouble.plan) return;
    auto plan = *trouble.plan;
    plan.path_part = families[below(std::size(families))];
    world_.pms.add_fault(plan);
}

/// Of those in which most is still to be lived through, any.
std::string HotelDays::most_missing_trouble() {
    std::vector<std::string> names;
    std::size_t most = 0;
    for (const auto& name : trouble_names()) {
        const auto missing = coverage_.missing(name).size();
        if (name == no_trouble || missing < most) continue;
        if (missing > most) names.clear();
        most = missing;
        names.push_back(name);
    }
    return names[below(names.size())];
}

void HotelDays::begin_trouble() {
    ++report_.troubles;
    auto lasts = 1min + Duration{static_cast<std::int64_t>(below(25 * 60'000))};
    const auto name = one_of(2)   ? most_missing_trouble()
                      : one_of(6) ? outages[below(std::size(outages))].name
                                  : troubles_[below(troubles_.size())].name;
    if (is_outage(name)) {
        begin_outage(*std::ranges::find(outages, name, &Outage::name));
        if (one_of(4)) lasts += Duration{static_cast<std::int64_t>(below(3 * 3'600'000))};
    } else {
        begin_trouble_of_the_pms(*std::ranges::find(troubles_, name, &Trouble::name));
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
    trouble_ = no_trouble;
    calm_since_ = world_.now();
    world_.pms.set_line(Fault::none);
    world_.pms.clear_faults();
    world_.pms.settings() = healthy_;
    world_.pms.set_visibility_lag(0s);
}

/// It goes away and comes back, with its memory or without, or loses one answer to the box.
void HotelDays::disturb_broker() {
    if (!world_.broker.is_up() && !broker_back_) {
        ++report_.outages;
        broker_back_ = world_.now() + Duration{static_cast<std::int64_t>(below(20 * 60'000))};
    }
    if (broker_back_ && world_.now() >= *broker_back_) {
        broker_back_ = {};
        if (one_of(2)) world_.broker.forget_everything();
        world_.broker.go_up();
    }
    if (!world_.broker.is_up() || !one_of(600)) return;
    if (one_of(3)) {
        world_.broker.lose_next_puback();  // takes the connection with it
    } else {
        world_.broker.go_down();
    }
}

/// Set by hand, or lost with the battery: sometimes while the box is without power.
void HotelDays::disturb_clock() {
    ++report_.clocks;
    if (one_of(2)) {
        ++report_.deaths;
        world_.cut_power(dice_.next());
    }
    world_.box_clock.set_wrong_by(wrong_clocks[below(std::size(wrong_clocks))]);
    if (world_.daemon) return;
    start_daemon();
    promises_.look_after_crash();
    calm_since_ = std::max(calm_since_, world_.now());
}

/// The troubles are over: all must be well (I32).
void HotelDays::recover() {
    if (trouble_ends_) end_trouble();
    // Lists that were refused as not ours are asked again once a day, or after a start.
    start_daemon();
    for (int tries = 0; tries < 5; ++tries) {
        world_.broker.go_up();  // a PUBACK that is still to be lost takes it down once more
        staff_.come_back();
        world_.run_for(2min);
    }
    if (const auto waiting = world_.daemon->house().journal().balance().waiting; waiting > 0)
        broken("I32", fmt::format("{} changes wait after ten minutes", waiting));
    std::vector<model::List> lists_to_sweep;
    for (const auto& entry : model::lists()) lists_to_sweep.push_back(entry.list);
    world_.daemon->puller().sweep(lists_to_sweep);
    world_.run_for(110min);  // the slowest pace is an hour
    promises_.look();
    promises_.look_at_changes(trouble_);
    promises_.look_closely();
    promises_.look_at_rest();
}

}  // namespace stayd::sim
