#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "house/house.hpp"
#include "insight/facts.hpp"
#include "mews/answers.hpp"
#include "tests/sim/mews/city_hotel.hpp"
#include "tests/sim/mews/render.hpp"
#include "tests/sim/world/seeded_random.hpp"

// How often each rule says something of the real bookings of two hotels, on the morning of 17
// September 2015: a rule that fires on nearly everything tells nobody anything. The table is
// printed.

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;
using model::List;

constexpr int most_percent = 60;

/// Rules that fire on more of their subjects, and why that is right for these hotels.
struct Excused {
    std::string_view rule;
    std::string_view why;
};
constexpr std::array<Excused, 0> excused{};

struct Count {
    std::string rule;
    int subjects = 0;
    int fires = 0;

    int percent() const { return subjects == 0 ? 0 : (100 * fires + subjects / 2) / subjects; }
};

/// The box of a hotel on a morning, that has read all its PMS holds, and concluded of everything.
/// No courier and no disk: only the house.
class Box {
  public:
    Box(const Hotel& hotel, UtcTime now) : now_(now) {
        apply(house::Started{});
        apply(house::ClockMeasured{});
        apply(house::LineObserved{.line = house::Line::up, .cause = {}});
        const auto shipped = insight::shipped_rules();
        apply(house::RulesLoaded{.sources = {shipped.begin(), shipped.end()}, .by = "stayd"});
        read(hotel);
        while (house.conclusions().next() && *house.conclusions().next() <= now_ + 10ms) {
            now_ = std::max(now_, *house.conclusions().next());
            apply(house::Tick{});
        }
    }
    int number(const std::string& sql) {
        int number = 0;
        {
            auto query = database.statement(sql);
            if (query.step()) number = static_cast<int>(query.integer(0));
        }
        database.forget(sql);
        return number;
    }

    storage::Database database{":memory:", storage::Database::Mode::read_write};
    SeededRandom random{1};
    house::House house{(house::prepare(database, ":memory:"), database), random};

  private:
    void apply(const house::Input& input) { house.apply(input, now_); }
    void read(const Hotel& hotel) {
        auto configuration = mews::read_configuration(to_text(
            {{"NowUtc", to_iso8601(now_)}, {"Enterprise", render_configured_enterprise(hotel)}}));
        apply(house::PageArrived{.rows = std::move(configuration.value().rows)});
        const auto page = [&](List list, const auto& table) {
            boost::json::array rows;
            for (const auto& row : table.rows()) rows.push_back(render(row, hotel));
            auto answer = mews::read_page(
                {.list = list},
                to_text({{model::entry(list).collection, std::move(rows)}, {"Cursor", nullptr}}),
                "en-GB");
            apply(house::PageArrived{.rows = std::move(answer.value().rows)});
        };
        page(List::services, hotel.services);
        page(List::resources, hotel.resources);
        page(List::resource_categories, hotel.resource_categories);
        page(List::resource_category_assignments, hotel.resource_category_assignments);
        page(List::age_categories, hotel.age_categories);
        page(List::departments, hotel.departments);
        page(List::resource_features, hotel.resource_features);
        page(List::resource_feature_assignments, hotel.resource_feature_assignments);
        page(List::resource_blocks, hotel.resource_blocks);
        page(List::rates, hotel.rates);
        page(List::rate_groups, hotel.rate_groups);
        page(List::products, hotel.products);
        page(List::companies, hotel.companies);
        page(List::customers, hotel.customers);
        page(List::addresses, hotel.addresses);
        page(List::identity_documents, hotel.identity_documents);
        page(List::customer_relationships, hotel.relationships);
        page(List::account_notes, hotel.account_notes);
        page(List::loyalty_memberships, hotel.loyalty_memberships);
        page(List::reservations, hotel.reservations);
        page(List::companionships, hotel.companionships);
        page(List::service_order_notes, hotel.service_order_notes);
        page(List::order_items, hotel.order_items);
        page(List::payments, hotel.payments);
        page(List::payment_requests, hotel.payment_requests);
        page(List::bills, hotel.bills);
        page(List::tasks, hotel.tasks);
        for (const auto& stream : house.streams().all()) {
            apply(house::ScanAdvanced{.list = stream.list, .scan = {.began = now_}});
            apply(house::ScanCompleted{.list = stream.list});
        }
    }

    UtcTime now_;
};

std::vector<Count> counted(Box& box) {
    std::map<rules::Subject, int> subjects;
    for (const auto subject : rules::all_subjects)
        subjects[subject] =
            box.number(fmt::format("SELECT count(*) FROM temp.{}", rules::facts_of(subject)));
    std::vector<Count> all;
    for (const auto& rule : box.house.conclusions().book()->rules())
        all.push_back({.rule = rule.id,
                       .subjects = subjects[rule.subject],
                       .fires = box.number(fmt::format(
                           "SELECT count(*) FROM finding WHERE rule = '{}' AND state <> 'Resolved'",
                           rule.id))});
    return all;
}

void print(const char* hotel, const std::vector<Count>& counts, Box& box) {
    fmt::print("{}\nrule   | subjects | fires |   %\n", hotel);
    for (const auto& count : counts)
        fmt::print("{:<6} | {:>8} | {:>5} | {:>3}\n", count.rule, count.subjects, count.fires,
                   count.percent());
    auto profiles = box.database.statement(R"sql(
        SELECT subject, value ->> 'market', count(*), CAST(avg(value ->> 'score') AS INTEGER),
               count(*) FILTER (WHERE value ->> 'score' >= 90), count(*) FILTER (WHERE value ->> 'score' < 50)
          FROM completeness GROUP BY 1, 2
    )sql");
    while (profiles.step())
        fmt::print("profiles of a {}, {}: {}, score {} in the mean, {} complete, {} poor\n",
                   profiles.text(0), profiles.text(1), profiles.integer(2), profiles.integer(3),
                   profiles.integer(4), profiles.integer(5));
}

struct HotelCase {
    const char* name;
    Hotel (*make)(std::uint64_t seed, UtcTime now);
};

class FindingCounts : public testing::TestWithParam<HotelCase> {};

TEST_P(FindingCounts, NothingFiresOnNearlyEverythingWithoutAReason) {
    Box box(GetParam().make(7, city_hotel_morning()), city_hotel_morning());
    const auto counts = counted(box);
    print(GetParam().name, counts, box);
    int fires = 0;
    for (const auto& count : counts) {
        fires += count.fires;
        if (count.percent() <= most_percent) continue;
        EXPECT_NE(std::ranges::find(excused, count.rule, &Excused::rule), excused.end())
            << count.rule << " fires on " << count.percent() << " %";
    }
    EXPECT_GT(fires, 100) << "the rules were asked";
}

INSTANTIATE_TEST_SUITE_P(Hotels, FindingCounts,
                         testing::Values(HotelCase{"City", city_hotel},
                                         HotelCase{"Resort", resort_hotel}),
                         [](const auto& row) { return std::string{row.param.name}; });

}  // namespace
}  // namespace stayd::sim
