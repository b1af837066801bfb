#include <algorithm>

#include "tests/unit/mirror/fixture.hpp"

namespace stayd::mirror {
namespace {

struct WantedTest : MirrorTest {
    std::vector<Uuid> customers(std::size_t limit = 10) {
        return mirror.wanted(List::customers, now, limit);
    }
};

TEST_F(WantedTest, CustomersOfTheEarliestArrivalsComeFirst) {
    put(stay("late", 48h));
    put(stay("soon", 1h));
    put(stay("tomorrow", 24h));
    accompany("c", "companion of soon", "soon");
    accompany("d", "late's guest", "soon");
    const auto wanted = customers();
    ASSERT_EQ(wanted.size(), 4U);
    const auto position = [&](const char* name) {
        return std::ranges::find(wanted, id_of(name)) - wanted.begin();
    };
    EXPECT_LT(position("soon's guest"), 3);
    EXPECT_LT(position("companion of soon"), 3);
    EXPECT_LT(position("late's guest"), 3) << "who also accompanies the soonest stay";
    EXPECT_EQ(position("tomorrow's guest"), 3);
    EXPECT_EQ(customers(2).size(), 2U);
}

TEST_F(WantedTest, CustomersOfThePastComeLast) {
    put(stay("past", -72h));
    accompany("c", "companion of the past", "past");
    put(stay("soon", 1h));
    auto canceled = stay("canceled", 1h);
    canceled.state = model::ReservationState::canceled;
    put(canceled);
    EXPECT_EQ(customers(1), ids({"soon's guest"}));
    const auto all = customers();
    EXPECT_EQ(std::set(all.begin(), all.end()),
              std::set({id_of("soon's guest"), id_of("past's guest"), id_of("canceled's guest"),
                        id_of("companion of the past")}));
}

TEST_F(WantedTest, NoCustomerWhoIsKnownOrGoneOrACompany) {
    put(stay("known", 1h));
    put(sim::Customer{.id = id_of("known's guest"), .last_name = "Okafor"});
    put(stay("gone", 1h));
    mirror.remove(List::customers, id_of("gone's guest"), now);
    auto company = stay("company", 1h);
    company.account_type = model::AccountType::company;
    put(company);
    EXPECT_TRUE(customers().empty());
    accompany("c", "traveller", "company");
    EXPECT_EQ(customers(), ids({"traveller"}));
}

TEST_F(WantedTest, GroupsOfTheEarliestStaysComeFirst) {
    put(stay("past", -72h));
    put(stay("late", 48h));
    put(stay("soon", 1h));
    put(stay("known", 1h));
    put(sim::Row(List::reservation_groups).set("name", "Wedding").end(id_of("known's group")));
    EXPECT_EQ(mirror.wanted(List::reservation_groups, now, 10),
              ids({"soon's group", "late's group", "past's group"}));
}

TEST_F(WantedTest, NothingOfAListThatIsReadOtherwise) {
    EXPECT_TRUE(mirror.wanted(List::resources, now, 10).empty());
}

}  // namespace
}  // namespace stayd::mirror
