#include "tests/simulation/hotel_days.hpp"

#include <fmt/format.h>

#include "tests/sim/mews/edit_something.hpp"
#include "tests/sim/mews/large_hotel.hpp"
#include "tests/sim/world/staff_acts.hpp"
#include "tests/simulation/aims.hpp"
#include "tests/support/a_rule.hpp"

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;

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
constexpr int most_tries = 20;  ///< at the same thing while a trouble lasts
/// In one of so many steps somebody comes, while there are few to check in.
constexpr std::uint64_t somebody_comes = 15;
constexpr std::size_t few_arrivals = 6;
constexpr std::int64_t many_waiting = 20;  ///< the calls that may be made go to them
/// So many calls in so long, and what waits waits for the budget (I18).
constexpr Duration budget_lasts = 15min;
constexpr std::int64_t budget_used_up = 480;
constexpr std::uint64_t each_with_rules = 4;
/// Each hotel aims at the troubles of one share: it has too few stays to see everything in all.
constexpr std::uint64_t shares = 6;

/// By how much the box's clock is wrong.
constexpr Duration wrong_clocks[] = {0s,  0s,       2min,      -2min,         5h,
                                     -5h, 40 * 24h, -40 * 24h, 24h * 365 * 3, -24h * 365 * 20};

Rhythm rhythm_of(std::uint64_t seed, HotelKind kind) {
    if (kind != HotelKind::remote) return {.has_rules = seed % each_with_rules == 0};
    return {.step_in_outage = 10min,
            .look_each = 10min,
            .look_closely_each = 24h * 7,
            .most_handhelds = 5,
            .edit = 4,
            .trouble = 15,
            .longest_trouble = 5min,
            .outage = 2,
            .long_outage = 1,
            .longest_outage = 24h * 6,
            .longest_without_box = 24h * 6,
            .has_aims = false};
}

Hotel hotel_of(std::uint64_t seed, HotelKind kind) {
    if (kind == HotelKind::city) return city_hotel(seed, city_hotel_morning());
    const auto rooms = static_cast<int>(kind == HotelKind::small ? 12 + seed % 29 : 6 + seed % 5);
    // Eight stays of each room, in slots of two days where much is to be done; of four where it is
    // not: there some guests are in the middle of theirs.
    return large_hotel({.rooms = rooms,
                        .reservations = rooms * 8,
                        .customers = rooms * 7,
                        .order_items = rooms * 16,
                        .days_around = kind == HotelKind::small ? 8 : 17},
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

bool is_of_rules(journal::Kind kind) {
    using enum journal::Kind;
    return kind == decide_finding || kind == edit_rule || kind == decide_opportunity;
}

void mix(std::uint64_t& hash, std::string_view text) {
    for (const char byte : text) {
        hash ^= static_cast<unsigned char>(byte);
        hash *= 1'099'511'628'211U;  // FNV-1a
    }
}

}  // namespace

HotelDays::HotelDays(std::uint64_t seed, HotelKind kind)
    : rhythm_(rhythm_of(seed, kind)),
      dice_(seed * 7919 + 1),
      world_(seed, hotel_of(seed, kind)),
      healthy_(world_.pms.settings()),
      staff_(world_, 3 + below(rhythm_.most_handhelds - 2), seed),
      promises_(
          world_, staff_, coverage_,
          [this](std::string_view promise, const std::string& what) { broken(promise, what); }),
      troubles_(troubles_of_days()),
      trouble_(no_trouble),
      calm_since_(world_.now()),
      next_look_(calm_since_),
      next_close_look_(calm_since_) {
    // The made-up hotel has none; staff write to them too.
    for (const char* name : {"Casa Alta", "Viagens Douro", "Norte & Filhos"})
        world_.pms.desk().add(&Hotel::companies, {{"Name", name}},
                              {.now = world_.now(), .by = Actor::other_user});
    report_.seed = seed;
    report_.handhelds = staff_.size();
    report_.hash = 14'695'981'039'346'656'037U;
    load_rules();
}

const std::set<std::string>& HotelDays::trouble_names() {
    static const auto all = [] {
        std::set<std::string> names{no_trouble};
        for (const auto& trouble : troubles_of_days()) names.insert(trouble.name);
        for (const auto& outage : outages) names.insert(outage.name);
        return names;
    }();
    return all;
}

void HotelDays::broken(std::string_view promise, const std::string& what) {
    if (report_.broken.size() < 10)
        report_.broken.push_back(
            fmt::format("{} at {}: {}", promise, to_iso8601(world_.now()), what));
}

DaysReport HotelDays::live(int hours) {
    report_.hours = hours;
    world_.run_for(15min);
    for (const auto end = world_.now() + hours * 1h; world_.now() < end;) {
        step();
        look();
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

void HotelDays::look() {
    promises_.look_at_changes(trouble_);
    if (world_.now() >= next_look_) {
        promises_.look();
        next_look_ = world_.now() + rhythm_.look_each;
    }
    if (world_.now() >= next_close_look_) {
        promises_.look_closely();
        next_close_look_ = world_.now() + rhythm_.look_closely_each;
    }
}

void HotelDays::step() {
    if (trouble_ends_ && world_.now() >= *trouble_ends_) end_trouble();
    if (!trouble_ends_ && one_of(rhythm_.trouble)) begin_trouble();
    if (one_of(1500)) let_daemon_die();
    edit();
    let_somebody_come();
    disturb_broker();
    if (one_of(1000)) disturb_clock();
    act();
    aim();
    world_.run_for(is_outage(trouble_) ? rhythm_.step_in_outage : rhythm_.step);
    if (outage_counts_from_ && calls_before_outage_ == 0 && world_.now() >= *outage_counts_from_)
        calls_before_outage_ = world_.line.sent().calls().size();
}

/// Others in the PMS.
void HotelDays::edit() {
    if (!one_of(rhythm_.edit)) return;
    ++report_.edits;
    edit_something(world_.pms, dice_, world_.now());
}

/// Staff must have somebody to check in and out in each trouble.
void HotelDays::let_somebody_come() {
    if (!rhythm_.has_aims || !one_of(somebody_comes)) return;
    const auto waiting = possible_acts(journal::Kind::check_in, world_.pms, world_.now(), {});
    if (waiting.size() < few_arrivals) sim::let_somebody_come(world_.pms, world_.now());
}

/// A room's new state is sent at once when nothing is in its way (I19).
void HotelDays::act() {
    // The worse it is, the more there is to do.
    for (int more = trouble_ends_ ? 2 : 0; more > 0; --more) staff_.live_on();
    const auto act = staff_.live_on();
    if (!act || !is_calm() || !world_.broker.is_up() || act->kind != journal::Kind::set_room_state)
        return;
    if (world_.daemon->house().journal().balance().waiting > many_waiting) return;
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

/// The hotels go through the shares one after the other, those with rules for themselves.
bool HotelDays::is_aimed_at(const std::string& trouble) const {
    if (!rhythm_.has_aims) return false;
    const auto& all = trouble_names();
    const auto place = static_cast<std::uint64_t>(std::distance(all.begin(), all.find(trouble)));
    const auto with_rules = report_.seed / each_with_rules;
    const auto mine = rhythm_.has_rules ? with_rules : report_.seed - with_rules;
    return place % shares == mine % shares;
}

/// What nobody has lived through yet in this trouble and somebody is to. What only hotels with
/// rules have, these aim at in every trouble.
std::vector<Coverage::Place> HotelDays::aims_in(const std::string& trouble) const {
    if (!rhythm_.has_aims) return {};
    auto missing = coverage_.missing(trouble);
    if (!is_aimed_at(trouble))
        std::erase_if(missing, [this](const auto& place) {
            return !rhythm_.has_rules || !is_of_rules(place.kind);
        });
    return missing;
}

/// Not while it is calm: then nothing is in the way of anything.
void HotelDays::aim() {
    if (is_calm() || !world_.broker.is_up()) return;
    for (int more = aims_at_once; more > 0; --more) {
        auto missing = aims_in(trouble_);
        std::erase_if(missing, [this](const auto& place) { return tries_[place] >= most_tries; });
        if (missing.empty()) return;
        const auto& place = missing[below(missing.size())];
        ++tries_[place];
        bring_about(place);
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
    if (!rhythm_.has_rules) return;
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
    if (one_of(2)) be_without_box();
    start_daemon();
    promises_.look_after_crash();
    calm_since_ = std::max(calm_since_, world_.now());
}

void HotelDays::begin_outage(const Outage& outage) {
    if (is_aimed_at(outage.name)) bring_about_before(outage);
    trouble_ = outage.name;
    world_.pms.set_line(outage.fault);
    outage_counts_from_ = world_.now() + 10min;
    deaths_before_outage_ = report_.deaths;
}

/// Until somebody comes who can start it. The others go on.
void HotelDays::be_without_box() {
    const auto pause = up_to(rhythm_.longest_without_box);
    for (const auto end = world_.now() + pause; world_.now() < end;) {
        edit();
        world_.run_for(std::min(rhythm_.step_in_outage, end - world_.now()));
    }
    if (outage_counts_from_) *outage_counts_from_ += pause;  // it makes no calls
}

/// In the line's last moments much comes into doubt, and one thing is on its way.
void HotelDays::bring_about_before(const Outage& outage) {
    using journal::Stage;
    for (int tries = 2; tries > 0; --tries) {
        for (const auto& [kind, stage] : coverage_.missing(outage.name)) {
            if (stage == Stage::unknown && world_.broker.is_up()) bring_about({kind, stage});
        }
        world_.run_for(rhythm_.step);
    }
    auto missing = coverage_.missing(outage.name);
    std::erase_if(missing, [](const auto& place) { return place.stage != Stage::in_flight; });
    if (!missing.empty()) bring_about(missing[below(missing.size())]);
}

void HotelDays::begin_trouble_of_the_pms(const Trouble& trouble) {
    trouble_ = trouble.name;
    if (trouble.begin) trouble.begin(world_.pms);
    if (!trouble.plan) return;
    auto plan = *trouble.plan;
    plan.path_part = families[below(std::size(families))];
    world_.pms.add_fault(plan);
}

/// Of those of which the greatest part is still to be lived through, any.
std::string HotelDays::most_missing_trouble() {
    std::vector<std::string> names;
    double most = 0;
    for (const auto& name : trouble_names()) {
        if (name == no_trouble || !is_aimed_at(name)) continue;
        const auto missing = coverage_.part_missing(name);
        if (missing < most) continue;
        if (missing > most) names.clear();
        most = missing;
        names.push_back(name);
    }
    return names[below(names.size())];
}

void HotelDays::begin_trouble() {
    ++report_.troubles;
    auto lasts = 1min + up_to(rhythm_.longest_trouble - 1min);
    const auto name = rhythm_.has_aims && one_of(2) ? most_missing_trouble()
                      : one_of(rhythm_.outage)      ? outages[below(std::size(outages))].name
                                                    : troubles_[below(troubles_.size())].name;
    if (is_outage(name)) {
        begin_outage(*std::ranges::find(outages, name, &Outage::name));
        if (one_of(rhythm_.long_outage)) lasts += up_to(rhythm_.longest_outage);
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
    tries_.clear();
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
        broker_back_ = world_.now() + up_to(20min);
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
    const auto lately = std::ranges::count_if(world_.line.sent().calls(), [&](const auto& call) {
        return call.at > world_.now() - budget_lasts;
    });
    const auto waiting = world_.daemon->house().journal().balance().waiting;
    if (waiting > 0 && lately < budget_used_up)
        broken("I32", fmt::format("{} changes wait after ten minutes", waiting));
    std::vector<model::List> lists_to_sweep;
    for (const auto& entry : model::lists()) lists_to_sweep.push_back(entry.list);
    world_.daemon->puller().sweep(lists_to_sweep);
    world_.run_for(110min);  // the slowest pace is an hour
    promises_.look();
    promises_.look_at_changes(trouble_);
    promises_.look_at_rest();  // first: the other lets time pass
    promises_.look_closely();
}

}  // namespace stayd::sim
