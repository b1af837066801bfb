#include <gtest/gtest.h>

#include "tests/sim/world/small_hotel.hpp"

namespace stayd::house {
namespace {

using sim::id_of;

struct GuestName : testing::Test {
    sim::SmallHotel::Stay company_stay() {
        return hotel.stay_of(id_of("a company"), model::AccountType::company, hotel.room("204").id);
    }

    sim::SmallHotel hotel;
};

TEST_F(GuestName, IsLastThenFirst) {
    const auto stay = hotel.guest("Okafor", "Ngozi").arrives_today();
    EXPECT_EQ(stay.view()->guest, "Okafor, Ngozi");
}

TEST_F(GuestName, IsTheLastAloneWithoutAFirst) {
    EXPECT_EQ(hotel.guest("Okafor", std::nullopt).arrives_today().view()->guest, "Okafor");
}

TEST_F(GuestName, HasBothLastNames) {
    auto guest = hotel.guest("García", "Inés");
    guest.changes([](auto& row) { row.second_last_name = "Lorca"; });
    EXPECT_EQ(guest.arrives_today().view()->guest, "García Lorca, Inés");
}

TEST_F(GuestName, IsEmptyUntilItIsRead) {
    const auto stay =
        hotel.stay_of(id_of("Okafor, Ngozi"), model::AccountType::customer, std::nullopt);
    EXPECT_EQ(stay.view()->guest, "");
    hotel.guest("Okafor", "Ngozi");
    EXPECT_EQ(stay.view()->guest, "Okafor, Ngozi");
}

TEST_F(GuestName, IsTheOwnersBeforeACompanions) {
    auto companion = hotel.guest("Abe", "Aya");
    const auto stay = hotel.guest("Okafor", "Ngozi").arrives_today();
    companion.accompanies(stay);
    EXPECT_EQ(stay.view()->guest, "Okafor, Ngozi");
}

TEST_F(GuestName, OfACompanysStayIsItsFirstCompanions) {
    const auto stay = company_stay();
    EXPECT_EQ(stay.view()->guest, "");
    hotel.guest("Okafor", "Ngozi").accompanies(stay);
    hotel.guest("Abe", "Aya").accompanies(stay);
    EXPECT_EQ(stay.view()->guest, "Okafor, Ngozi");
}

TEST_F(GuestName, OfACompanysStayIsTheCompanysOnceItIsRead) {
    const auto stay = company_stay();
    hotel.guest("Okafor", "Ngozi").accompanies(stay);
    hotel.page(sim::Company{.id = id_of("a company"), .name = "Acme"});
    EXPECT_EQ(stay.view()->guest, "Acme");
    hotel.page(sim::Company{.id = id_of("kept"), .name = "Acme Group"});
    hotel.page(
        sim::Company{.id = id_of("a company"), .name = "Acme", .merge_target_id = id_of("kept")});
    EXPECT_EQ(stay.view()->guest, "Acme Group");
}

TEST_F(GuestName, OfACompanyWithoutOneIsItsFirstCompanions) {
    const auto stay = company_stay();
    hotel.page(sim::Company{.id = id_of("a company"), .name = ""});
    hotel.guest("Okafor", "Ngozi").accompanies(stay);
    EXPECT_EQ(stay.view()->guest, "Okafor, Ngozi");
}

TEST_F(GuestName, FollowsAMergedProfile) {
    const auto kept = hotel.guest("Okafor-Lima", "Ngozi");
    auto merged = hotel.guest("Okafor", "N.");
    const auto stay = merged.arrives_today();
    merged.changes([&](auto& row) {
        row.merge_target_id = kept.id;
        row.is_active = false;
    });
    EXPECT_EQ(stay.view()->guest, "Okafor-Lima, Ngozi");
}

TEST_F(GuestName, OfAMergedProfileTakesNothingFromTheOldOne) {
    const auto kept = hotel.guest("Lima", std::nullopt);
    auto merged = hotel.guest("García", "Inés");
    const auto stay = merged.arrives_today();
    merged.changes([&](auto& row) {
        row.second_last_name = "Lorca";
        row.merge_target_id = kept.id;
    });
    EXPECT_EQ(stay.view()->guest, "Lima");
}

TEST_F(GuestName, OfAMergedProfileIsTheOldOneWhileTheNewIsNotRead) {
    auto merged = hotel.guest("Okafor", "Ngozi");
    const auto stay = merged.arrives_today();
    merged.changes([](auto& row) { row.merge_target_id = id_of("not read yet"); });
    EXPECT_EQ(stay.view()->guest, "Okafor, Ngozi");
}

TEST_F(GuestName, IsShownAnewWhenTheMergedProfilesTargetChanges) {
    auto kept = hotel.guest("Okafor-Lima", "Ngozi");
    auto merged = hotel.guest("Okafor", "N.");
    const auto stay = merged.arrives_today();
    merged.changes([&](auto& row) { row.merge_target_id = kept.id; });
    const auto before = hotel.house.shown().revision();
    kept.changes([](auto& row) { row.last_name = "Lima"; });
    EXPECT_EQ(stay.view()->guest, "Lima, Ngozi");
    const auto things = hotel.house.shown().since(before);
    ASSERT_EQ(things.size(), 1U);
    EXPECT_EQ(things[0].id, stay.id);
}

TEST_F(GuestName, StandsBesideWhetherAnybodyInTheRoomIsImportant) {
    const auto stay = hotel.guest("Okafor", "Ngozi").arrives_today();
    auto companion = hotel.guest("Abe", "Aya");
    companion.accompanies(stay);
    EXPECT_FALSE(stay.view()->important);
    companion.changes([](auto& row) { row.classifications = {"Returning", "UnImportant"}; });
    EXPECT_FALSE(stay.view()->important);
    for (const auto* word : {"VeryImportant", "Important", "TopManagement"}) {
        companion.changes([word](auto& row) { row.classifications = {"Returning", word}; });
        EXPECT_TRUE(stay.view()->important) << word;
    }
}

}  // namespace
}  // namespace stayd::house
