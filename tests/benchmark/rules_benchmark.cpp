// What the rules cost: all of them at one changed stay, in a small hotel and in a large one; all of
// a hotel anew; and ten of them beside the same conditions in plain C++ over the same facts.
// Times are the thread's own CPU time, turn and turn about.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "insight/facts.hpp"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::bench {
namespace {

using sim::SmallHotel;

constexpr int changes_each = 400;
constexpr int small_rooms = 50;
constexpr int large_rooms = 5000;
constexpr int recomputed_rooms = 1000;
constexpr std::array ten_rules{"RS-01", "RS-02", "RS-03", "RS-04", "RS-05",
                               "RS-06", "RS-08", "RS-10", "RS-11", "RS-16"};

/// Microseconds of CPU.
double cost_of(const std::function<void()>& work) {
    const auto cpu = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
    };
    const auto before = cpu();
    work();
    return cpu() - before;
}

struct Costs {
    std::vector<double> all;

    double at(double part) {
        std::ranges::sort(all);
        return all.at(static_cast<std::size_t>(part * static_cast<double>(all.size() - 1)));
    }
    std::string row(const std::string& name) {
        return fmt::format("{:<58} {:>8.0f} {:>8.0f}\n", name, at(0.5), at(0.99));
    }
};

/// Of three rooms one has a guest, one an arrival, one nothing; a third arrival has no room yet.
class Hotel {
  public:
    explicit Hotel(int rooms, bool with_rules = true) {
        for (int number = 0; number < rooms; ++number) {
            auto room = small.room(fmt::format("{:04}", number));
            auto guest = small.guest(fmt::format("Okafor {}", number), "Ngozi");
            if (number % 3 == 0)
                stays.push_back(guest.arrives_today(room).is(model::ReservationState::started));
            else if (number % 3 == 1)
                stays.push_back(guest.arrives_today(room));
            else
                stays.push_back(guest.arrives_today());
        }
        for (const auto& stream : small.house.streams().all()) {
            small.apply(house::ScanAdvanced{.list = stream.list, .scan = {.began = small.now}});
            small.apply(house::ScanCompleted{.list = stream.list});
        }
        if (with_rules) load("first");
    }
    void load(const std::string& program) {
        const auto shipped = insight::shipped_rules();
        small.apply(house::RulesLoaded{
            .sources = {shipped.begin(), shipped.end()}, .by = "stayd", .program = program});
    }
    /// What is owed by now.
    int settle() {
        small.now += std::chrono::seconds{1};  // one kind of subject is due after the other
        int ticks = 0;
        for (; small.house.next_tick(small.now) <= small.now; ++ticks) small.apply(house::Tick{});
        return ticks;
    }
    /// One stay ends an hour later than it did.
    double change_one() {
        auto& stay = stays.at(next_++ % stays.size());
        auto row = stay.row();
        row.updated_utc = small.now += std::chrono::milliseconds{1};
        row.scheduled_end_utc += std::chrono::hours{next_ % 2 == 0 ? 1 : -1};
        const house::Input page = SmallHotel::page_of(row);
        return cost_of([&] { small.apply(page); });
    }

    SmallHotel small;
    std::vector<SmallHotel::Stay> stays;

  private:
    std::size_t next_ = 0;
};

void changed_stays() {
    Hotel small(small_rooms);
    Hotel large(large_rooms);
    Hotel without(large_rooms, false);
    small.settle();
    large.settle();
    Costs in_small;
    Costs in_large;
    Costs in_none;
    for (int i = 0; i < changes_each; ++i) {
        in_small.all.push_back(small.change_one());
        in_large.all.push_back(large.change_one());
        in_none.all.push_back(without.change_one());
    }
    fmt::print("{:<58} {:>8} {:>8}\n", "One changed stay, from the page to the commit (us)", "p50",
               "p99");
    fmt::print("{}", in_small.row(fmt::format("  {} rooms, all rules", small_rooms)));
    fmt::print("{}", in_large.row(fmt::format("  {} rooms, all rules", large_rooms)));
    fmt::print("{}", in_none.row(fmt::format("  {} rooms, without rules", large_rooms)));
    fmt::print("  {} rooms : {} rooms = {:.2f} (p50), {:.2f} (p99)\n\n", large_rooms, small_rooms,
               in_large.at(0.5) / in_small.at(0.5), in_large.at(0.99) / in_small.at(0.99));
}

void whole_hotel() {
    Hotel hotel(recomputed_rooms);
    hotel.settle();
    const auto load = cost_of([&] { hotel.load("another"); });
    int ticks = 0;
    Costs each;
    const auto all = cost_of([&] { ticks = hotel.settle(); });
    fmt::print("All rules read and prepared: {:.1f} ms\n", load / 1e3);
    fmt::print("Everything of a hotel of {} rooms anew: {:.1f} s in {} parts of {:.1f} ms\n\n",
               recomputed_rooms, all / 1e6, ticks, all / 1e3 / std::max(1, ticks));
}

/// The facts of the ten rules, read by one prepared statement as a hand-written program would.
class PlainTen {
  public:
    explicit PlainTen(storage::Database& database) : database_(database) {}

    int hits(const Uuid& uid, UtcTime now) {
        auto row = database_.statement(
            "SELECT state, starts_today, room_uid IS NULL, eta_utc_ms, guest_waiting, "
            "clash_number IS NOT NULL, room_ordering, category_ordering, downgrade_agreed, "
            "upgrade_explained, vip_rank, care_flag, head_count, capacity, extra_capacity, "
            "extra_bed, release_utc_ms, overdue_utc_ms, etd_utc_ms, turn_minutes, "
            "next_eta_utc_ms, nights FROM temp.stay_facts WHERE uid = :uid");
        row.bind(":uid", uid);
        if (!row.step()) return 0;
        const auto at = to_ms(now);
        const auto state = row.text(0);
        const auto known = [&](int column) { return !row.is_null(column); };
        const auto due = [&](int column) { return known(column) && at >= row.integer(column); };
        const bool confirmed = state == "Confirmed";
        const bool live = confirmed || state == "Started" || state == "Optional";
        const bool orders = known(6) && known(7);
        const bool people = known(12) && known(13);
        int hits = 0;
        hits += confirmed && row.boolean(1) && row.boolean(2) ? 1 : 0;
        hits += live && row.boolean(5) ? 1 : 0;
        hits += live && orders && row.integer(6) < row.integer(7) && !row.boolean(8) ? 1 : 0;
        hits += live && orders && row.integer(6) > row.integer(7) && !row.boolean(9) &&
                        row.integer(10) == 0 && !row.boolean(11)
                    ? 1
                    : 0;
        hits += live && people && row.integer(12) > row.integer(13) + row.integer(14) ? 1 : 0;
        hits += live && state != "Started" && people && row.integer(12) > row.integer(13) &&
                        row.integer(12) <= row.integer(13) + row.integer(14) && !row.boolean(15)
                    ? 1
                    : 0;
        hits += state == "Optional" && due(16) ? 1 : 0;
        hits += state == "Started" && due(17) ? 1 : 0;
        hits += (confirmed || state == "Started") && known(18) && known(20) &&
                        row.integer(18) + row.integer(19) * 60'000 > row.integer(20)
                    ? 1
                    : 0;
        hits += (confirmed || state == "Started") && row.integer(21) >= 28 ? 1 : 0;
        return hits;
    }

  private:
    storage::Database& database_;
};

std::string only(std::string_view text, std::span<const char* const> ids) {
    std::string kept;
    constexpr std::string_view head = "[[rule]]";
    for (auto at = text.find(head); at != std::string_view::npos;) {
        const auto next = text.find(head, at + head.size());
        const auto one = text.substr(at, next - at);
        if (std::ranges::any_of(ids, [&](const char* id) {
                return one.find(fmt::format("id = \"{}\"", id)) != std::string_view::npos;
            }))
            kept += one;
        at = next;
    }
    return kept;
}

int ten_beside_plain() {
    Hotel hotel(recomputed_rooms, false);
    auto& database = hotel.small.database;
    rules::Moments moments(database);
    insight::open_facts(database);
    rules::Book book(database, moments, insight::functions_of_conditions());
    std::vector<rules::Source> sources;
    for (const auto& source : insight::shipped_rules())
        sources.push_back({.file = source.file, .text = only(source.text, ten_rules)});
    book.load(sources);
    PlainTen plain(database);
    Costs by_rules;
    Costs by_hand;
    int rules_hits = 0;
    int plain_hits = 0;
    for (const auto& stay : hotel.stays) {
        by_rules.all.push_back(cost_of([&] {
            rules_hits += static_cast<int>(
                book.judge(rules::Subject::stay, stay.id, hotel.small.now).hits.size());
        }));
        by_hand.all.push_back(cost_of([&] { plain_hits += plain.hits(stay.id, hotel.small.now); }));
    }
    fmt::print("{:<58} {:>8} {:>8}\n", "Ten rules of one stay, facts included (us)", "p50", "p99");
    fmt::print("{}", by_rules.row("  as rules"));
    fmt::print("{}", by_hand.row("  as plain C++ over the same facts"));
    fmt::print("  rules : plain = {:.2f} (p50); {} and {} hits\n",
               by_rules.at(0.5) / by_hand.at(0.5), rules_hits, plain_hits);
    return book.rules().size() == ten_rules.size() && rules_hits == plain_hits ? 0 : 1;
}

}  // namespace
}  // namespace stayd::bench

int main() {
    stayd::bench::changed_stays();
    stayd::bench::whole_hotel();
    return stayd::bench::ten_beside_plain();
}
