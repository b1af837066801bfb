#include <algorithm>
#include <stdexcept>

#include "tests/unit/mirror/fixture.hpp"

namespace stayd::mirror {
namespace {

struct ParentsTest : MirrorTest {
    void service(const char* name, model::ServiceType type) {
        put(sim::Service{.id = id_of(name), .name = name, .type = type});
    }
    void order_of(const char* name, const char* stay_name) {
        put(sim::Row(List::product_service_orders)
                .set("linked_reservation_uid", id_of(stay_name))
                .end(id_of(name)));
    }
    /// All parents, a few at a time.
    std::vector<Uuid> gone_through(Parents kind, std::size_t at_once) {
        std::vector<Uuid> all;
        std::int64_t place = 0;
        for (;;) {
            const auto next = mirror.parents_after(kind, place, at_once);
            if (next.empty()) break;
            for (const auto& parent : next) {
                if (parent.place <= place) throw std::logic_error("places grow");
                place = parent.place;
                all.push_back(parent.id);
            }
        }
        EXPECT_EQ(place, mirror.last_place(kind));
        return all;
    }
    const Near near{.from = now - 24h, .to = now + 48h};
};

TEST_F(ParentsTest, ServicesAreOfTwoKinds) {
    service("spa", model::ServiceType::additional);
    service("villas", model::ServiceType::bookable);
    EXPECT_EQ(mirror.parents(Parents::services), ids({"stay service", "spa", "villas"}));
    EXPECT_EQ(mirror.parents(Parents::bookable_services), ids({"stay service", "villas"}));
    EXPECT_EQ(mirror.parents(Parents::additional_services), ids({"spa"}));
    EXPECT_EQ(mirror.parents(Parents::resource_categories), ids({"double"}));
    EXPECT_TRUE(mirror.parents(Parents::message_threads).empty());
    EXPECT_TRUE(mirror.parents(Parents::none).empty());
}

TEST_F(ParentsTest, OfWhichThereAreFewAreAllNear) {
    service("spa", model::ServiceType::additional);
    EXPECT_EQ(mirror.parents_near(Parents::services, near), ids({"stay service", "spa"}));
}

TEST_F(ParentsTest, StaysNearTodayAreInTheOrderOfWhatHappensNext) {
    auto in_house = stay("in house", -48h);
    in_house.state = model::ReservationState::started;
    in_house.scheduled_end_utc = now + 20h;
    put(in_house);
    put(stay("tomorrow", 26h));
    put(stay("today", 3h));
    put(stay("overdue, leaves soon", -25h));
    auto gone = stay("gone this morning", -26h);
    gone.state = model::ReservationState::processed;
    put(gone);
    put(stay("next week", 7 * 24h));
    put(stay("last week", -7 * 24h));
    auto canceled = stay("canceled", 3h);
    canceled.state = model::ReservationState::canceled;
    put(canceled);
    EXPECT_EQ(mirror.parents_near(Parents::stays, near),
              ids({"overdue, leaves soon", "today", "in house", "tomorrow", "gone this morning"}));
}

TEST_F(ParentsTest, GuestsNearAreOwnersAndCompanions) {
    put(stay("today", 3h));
    put(stay("next week", 7 * 24h));
    auto company = stay("company's", 4h);
    company.account_type = model::AccountType::company;
    put(company);
    accompany("c", "traveller", "company's");
    accompany("d", "child", "today");
    accompany("e", "late", "next week");
    const auto guests = mirror.parents_near(Parents::guests, near);
    EXPECT_EQ(std::set(guests.begin(), guests.end()),
              std::set({id_of("today's guest"), id_of("child"), id_of("traveller")}));
    EXPECT_EQ(guests.back(), id_of("traveller")) << "of the later stay";
    const auto accounts = mirror.parents_near(Parents::accounts, near);
    EXPECT_EQ(accounts.size(), 4U);
    EXPECT_TRUE(std::ranges::count(accounts, id_of("company's's guest")) == 1);
}

TEST_F(ParentsTest, OrdersNearAreStaysAndWhatIsLinkedToThem) {
    put(stay("today", 3h));
    put(stay("next week", 7 * 24h));
    order_of("massage", "today");
    order_of("dinner", "next week");
    const auto orders = mirror.parents_near(Parents::orders, near);
    EXPECT_EQ(std::set(orders.begin(), orders.end()), std::set({id_of("today"), id_of("massage")}));
    EXPECT_EQ(mirror.parents_near(Parents::reservation_groups, near), ids({"today's group"}));
}

TEST_F(ParentsTest, AreGoneThroughInOnePass) {
    for (const auto* name : {"a", "b", "c", "d", "e"}) put(stay(name, 3h));
    EXPECT_EQ(gone_through(Parents::stays, 2), ids({"a", "b", "c", "d", "e"}));
    EXPECT_EQ(gone_through(Parents::stays, 5), ids({"a", "b", "c", "d", "e"}));
    EXPECT_TRUE(gone_through(Parents::reservation_groups, 5).empty());
}

TEST_F(ParentsTest, OfTwoTablesAreGoneThroughInOnePass) {
    for (const auto* name : {"Ada", "Ben", "Cem"}) put(sim::Customer{.id = id_of(name)});
    for (const auto* name : {"Acme", "Bora"}) put(sim::Company{.id = id_of(name)});
    for (const std::size_t at_once : {1, 2, 3, 4, 10}) {
        EXPECT_EQ(gone_through(Parents::accounts, at_once),
                  ids({"Ada", "Ben", "Cem", "Acme", "Bora"}))
            << at_once;
    }
    put(stay("today", 3h));
    order_of("massage", "today");
    put(sim::Row(List::product_service_orders).end(id_of("of nobody's stay")));
    EXPECT_EQ(gone_through(Parents::orders, 1), ids({"today", "massage", "of nobody's stay"}));
}

TEST_F(ParentsTest, ThatAreNewComeAfterThoseThatWerePassed) {
    for (const auto* name : {"Ada", "Ben"}) put(sim::Customer{.id = id_of(name)});
    for (const auto* name : {"Acme", "Bora"}) put(sim::Company{.id = id_of(name)});
    const auto passed = mirror.parents_after(Parents::accounts, 0, 3);
    ASSERT_EQ(passed.back().id, id_of("Acme"));
    put(sim::Customer{.id = id_of("Cem")});
    put(sim::Company{.id = id_of("Civa")});
    const auto left = mirror.parents_after(Parents::accounts, passed.back().place, 10);
    std::vector<Uuid> found;
    for (const auto& parent : left) found.push_back(parent.id);
    EXPECT_EQ(found, ids({"Cem", "Bora", "Civa"}));
}

TEST_F(ParentsTest, GuestsAreCustomersWhoStayOrAccompany) {
    put(sim::Customer{.id = id_of("today's guest")});
    put(sim::Customer{.id = id_of("child")});
    put(sim::Customer{.id = id_of("a stranger")});
    put(stay("today", 3h));
    accompany("c", "child", "today");
    EXPECT_EQ(gone_through(Parents::guests, 1), ids({"today's guest", "child"}));
}

TEST_F(ParentsTest, ComeFromTheListsOfTheirTables) {
    EXPECT_TRUE(come_from(Parents::accounts, List::companies));
    EXPECT_TRUE(come_from(Parents::accounts, List::customers));
    EXPECT_FALSE(come_from(Parents::accounts, List::reservations));
    EXPECT_FALSE(come_from(Parents::none, List::reservations));
}

// What a complete read lacked

TEST_F(ParentsTest, LackTheRowsThatWereNotSeen) {
    accompany("first", "Ada", "1042");
    accompany("second", "Ben", "1042");
    accompany("third", "Cem", "1043");
    accompany("fourth", "Dea", "1044");
    EXPECT_EQ(mirror.absent(List::companionships, ids({"1042", "1043"}), ids({"first", "third"})),
              ids({"second"}))
        << "1044 was not asked for";
    EXPECT_EQ(mirror.absent(List::companionships, ids({"1042"}), {}), ids({"first", "second"}));
    EXPECT_TRUE(mirror.absent(List::companionships, {}, {}).empty()) << "of no parents";
}

TEST_F(ParentsTest, AreNotNeededForAListWithoutThem) {
    put(sim::Row(List::sources).set("name", "Web").end(id_of("web")));
    put(sim::Row(List::sources).set("name", "Fax").end(id_of("fax")));
    EXPECT_EQ(mirror.absent(List::sources, {}, ids({"web"})), ids({"fax"}));
}

}  // namespace
}  // namespace stayd::mirror
