#include "tests/sim/mews/availability.hpp"

#include <gtest/gtest.h>

#include "tests/sim/mews/city_house.hpp"
#include "tests/unit/sim/pms_client.hpp"

namespace stayd::sim {
namespace {

using model::ReservationState;
using std::chrono::sys_days;
using std::chrono::year;

/// Ten rooms and no stays: six "A", and of the others what is left.
struct Availability : ::testing::Test {
    Availability() : pms(house(), Settings{}, 1) {}

    static Hotel house() {
        SplitMix random{1};
        return empty_city_hotel(random, 10);
    }
    Hotel& hotel() { return pms.hotel(); }
    const ResourceCategory& standard() { return hotel().resource_categories.rows().front(); }
    Resource& room() { return hotel().resources.rows().front(); }

    Reservation& stay(ReservationState state, sys_days from, sys_days to) {
        return hotel().reservations.add({.id = random.guid(),
                                         .service_id = hotel().services.rows().front().id,
                                         .state = state,
                                         .requested_category_id = standard().id,
                                         .scheduled_start_utc = in_lisbon(from, 15h),
                                         .scheduled_end_utc = in_lisbon(to, 11h)});
    }
    Answer ask(UtcTime first_start, UtcTime last_start, const std::string& metrics) {
        const auto body =
            R"({"ClientToken":"stayd-client-token","AccessToken":"stayd-access-token","Client":"test 1.0","ServiceId":)" +
            quoted(hotel().services.rows().front().id) + R"(,"FirstTimeUnitStartUtc":")" +
            to_iso8601(first_start) + R"(","LastTimeUnitStartUtc":")" + to_iso8601(last_start) +
            R"(","Metrics":[)" + metrics + "]}";
        Answer answer{pms.handle({"POST",
                                  "/api/connector/v1/services/getAvailability/2024-01-22",
                                  {{"Content-Type", "application/json"}},
                                  body},
                                 city_hotel_morning()),
                      {}};
        answer.body = json::parse(answer.response.body).as_object();
        return answer;
    }
    /// Of the standard category, from 23 October 2015 for four days; the third is 25 hours long.
    std::string days(const std::string& metric) {
        const auto answer = ask(in_lisbon(first, 0h), in_lisbon(first + std::chrono::days{3}, 0h),
                                '"' + metric + '"');
        if (answer.status() != 200) return answer.message();
        const auto& of_standard = answer.rows("ResourceCategoryAvailabilities").at(0);
        EXPECT_EQ(of_standard.at("ResourceCategoryId").as_string(), standard().id.to_string());
        return json::serialize(of_standard.at("Metrics").at(metric));
    }

    Pms pms;
    SplitMix random{2};
    sys_days first = year{2015} / 10 / 23;
};

TEST_F(Availability, StartsItsDaysAtLocalMidnightAlsoWhenTheClockChanges) {
    const auto answer = ask(in_lisbon(first, 0h), in_lisbon(first + std::chrono::days{3}, 0h),
                            R"("Occupied","HouseUse")");
    EXPECT_EQ(json::serialize(answer.body.at("TimeUnitStartsUtc")),
              R"(["2015-10-22T23:00:00Z","2015-10-23T23:00:00Z","2015-10-24T23:00:00Z",)"
              R"("2015-10-26T00:00:00Z"])");
    EXPECT_EQ(answer.rows("ResourceCategoryAvailabilities").size(), 8U);
    EXPECT_EQ(answer.rows("ResourceCategoryAvailabilities")[0].at("Metrics").as_object().size(),
              2U);
}

TEST_F(Availability, CountsAStayForTheNightsItHas) {
    stay(ReservationState::confirmed, first + std::chrono::days{1}, first + std::chrono::days{3});
    stay(ReservationState::optional, first + std::chrono::days{2}, first + std::chrono::days{2});
    stay(ReservationState::canceled, first, first + std::chrono::days{4});
    EXPECT_EQ(days("ConfirmedReservations"), "[0,1,1,0]");
    EXPECT_EQ(days("OptionalReservations"), "[0,0,1,0]");
    EXPECT_EQ(days("Occupied"), "[0,1,2,0]");
    EXPECT_EQ(days("ActiveResources"), "[6,6,6,6]");
}

TEST_F(Availability, CountsAStayInTheCategoryOfItsRoom) {
    auto& upgraded = stay(ReservationState::started, first, first + std::chrono::days{1});
    upgraded.assigned_resource_id = hotel().resources.rows().back().id;
    EXPECT_EQ(days("ConfirmedReservations"), "[0,0,0,0]");
    upgraded.assigned_resource_id = room().id;
    EXPECT_EQ(days("ConfirmedReservations"), "[1,0,0,0]");
}

TEST_F(Availability, TakesOutOfOrderRoomsAwayForTheNightsTheirBlockTouches) {
    const Stamp stamp{city_hotel_morning(), Actor::other_user};
    // To ten in the morning after the long day: the night of that day is lost, the next is not.
    pms.desk().add_block(room(),
                         {.type = "OutOfOrder",
                          .name = "Leak",
                          .start_utc = in_lisbon(first + std::chrono::days{1}, 20h),
                          .end_utc = in_lisbon(first + std::chrono::days{3}, 10h)},
                         stamp);
    pms.desk().add_block(hotel().resources.rows()[1],
                         {.type = "InternalUse",
                          .name = "Manager",
                          .start_utc = in_lisbon(first, 9h),
                          .end_utc = in_lisbon(first, 14h)},
                         stamp);
    EXPECT_EQ(days("OutOfOrderBlocks"), "[0,1,1,0]");
    EXPECT_EQ(days("UsableResources"), "[6,5,5,6]");
    EXPECT_EQ(days("HouseUse"), "[0,0,0,0]");
}

TEST_F(Availability, LetsTheNightOfTheLongDayLastUntilElevenByTheClock) {
    const auto morning_after = first + std::chrono::days{3};
    const auto block = [&](Resource& blocked, Duration from) {
        pms.desk().add_block(blocked,
                             {.type = "InternalUse",
                              .name = "Photographs",
                              .start_utc = in_lisbon(morning_after, from),
                              .end_utc = in_lisbon(morning_after, 14h)},
                             {city_hotel_morning(), Actor::other_user});
    };
    block(room(), 10h + 30min);  // 34 and a half hours after the day began, by UTC
    block(hotel().resources.rows()[1], 11h);
    EXPECT_EQ(days("HouseUse"), "[0,0,1,0]");
}

TEST_F(Availability, RefusesWhatIsNoLocalMidnightTooLongBackwardsOrUnknown) {
    const auto start = in_lisbon(first, 0h);
    const auto metric = R"("Occupied")";
    EXPECT_EQ(ask(start + 1h, start + 24h, metric).message(), "Invalid FirstTimeUnitStartUtc.");
    // 24 hours after the start of a day of 25 hours it is still that day.
    const auto long_day = in_lisbon(first + std::chrono::days{2}, 0h);
    EXPECT_EQ(ask(long_day, long_day + 24h, metric).message(), "Invalid LastTimeUnitStartUtc.");
    EXPECT_EQ(ask(long_day, long_day + 25h, metric).status(), 200);
    EXPECT_EQ(ask(start, start - 24h, metric).message(), "Invalid LastTimeUnitStartUtc.");
    EXPECT_EQ(ask(start, in_lisbon(first + std::chrono::days{366}, 0h), metric).status(), 200);
    EXPECT_EQ(ask(start, in_lisbon(first + std::chrono::days{367}, 0h), metric).message(),
              "Invalid LastTimeUnitStartUtc.");
    EXPECT_EQ(ask(start, start, R"("Vacant")").message(), "Invalid Metrics.");
    EXPECT_EQ(ask(start, start, "").message(), "Invalid Metrics.");
}

TEST_F(Availability, IsOfBookableServicesOnly) {
    hotel().services.rows().front().type = model::ServiceType::additional;
    EXPECT_EQ(ask(in_lisbon(first, 0h), in_lisbon(first, 0h), R"("Occupied")").message(),
              "Invalid ServiceId.");
}

}  // namespace
}  // namespace stayd::sim
