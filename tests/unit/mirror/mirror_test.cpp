#include "mirror/mirror.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/sim/world/small_hotel.hpp"

namespace stayd::mirror {
namespace {

using namespace std::chrono_literals;
using sim::id_of;

struct MirrorTest : testing::Test {
    model::Resource room(model::ResourceState state, UtcTime updated) {
        return {.id = id_of("204"),
                .name = "204",
                .state = state,
                .kind = model::ResourceKind::space,
                .floor = "2",
                .updated_utc = updated};
    }
    model::Reservation stay(std::string_view name, Duration starts_in) {
        return {.id = id_of(name),
                .account_id = id_of(std::string{name} + "'s guest"),
                .account_type = model::AccountType::customer,
                .group_id = id_of("group"),
                .number = std::string{name},
                .state = model::ReservationState::confirmed,
                .scheduled_start_utc = now + starts_in,
                .scheduled_end_utc = now + starts_in + 24h,
                .updated_utc = now};
    }
    void accompany(std::string_view companionship, std::string_view customer,
                   std::string_view stay_name) {
        mirror.put(model::Companionship{.id = id_of(companionship),
                                        .customer_id = id_of(customer),
                                        .reservation_group_id = id_of("group"),
                                        .reservation_id = id_of(stay_name)});
    }
    std::vector<Uuid> ids(std::initializer_list<const char*> names) {
        std::vector<Uuid> found;
        for (const auto* name : names) found.push_back(id_of(name));
        return found;
    }

    sim::SmallHotel hotel;
    Mirror mirror{hotel.database};
    UtcTime now = hotel.now;
};

/// Puts the row, puts it again, and puts it changed: written, not written, written.
template <class Row, class Edit>
void expect_written_only_when_it_differs(Mirror& mirror, Row row, Edit edit) {
    EXPECT_TRUE(mirror.put(row));
    EXPECT_FALSE(mirror.put(row)) << "an unchanged row was written";
    edit(row);
    EXPECT_TRUE(mirror.put(row)) << "a changed row was not written";
    EXPECT_FALSE(mirror.put(row));
}

TEST_F(MirrorTest, WritesARowOfEveryListOnlyWhenItDiffers) {
    const auto rename = [](auto& row) { row.name += " II"; };
    const auto id = id_of("a row of its own");
    expect_written_only_when_it_differs(mirror, model::Enterprise{.id = id, .name = "x"}, rename);
    expect_written_only_when_it_differs(mirror, model::Service{.id = id, .name = "x"}, rename);
    expect_written_only_when_it_differs(mirror, model::Resource{.id = id, .name = "x"}, rename);
    expect_written_only_when_it_differs(mirror, model::ResourceCategory{.id = id, .name = "x"},
                                        rename);
    expect_written_only_when_it_differs(mirror, model::ResourceCategoryAssignment{.id = id},
                                        [](auto& row) { row.is_active = false; });
    expect_written_only_when_it_differs(mirror, model::AgeCategory{.id = id, .name = "x"}, rename);
    expect_written_only_when_it_differs(mirror, model::Department{.id = id, .name = "x"}, rename);
    expect_written_only_when_it_differs(mirror, model::Reservation{.id = id, .number = "1"},
                                        [](auto& row) { row.assigned_resource_id = id_of("204"); });
    expect_written_only_when_it_differs(mirror, model::Companionship{.id = id},
                                        [](auto& row) { row.reservation_id = id_of("stay"); });
    expect_written_only_when_it_differs(mirror, model::Customer{.id = id, .last_name = "Okafor"},
                                        [](auto& row) { row.first_name = "Ngozi"; });
    expect_written_only_when_it_differs(mirror, model::PmsTask{.id = id, .name = "x"}, rename);
}

TEST_F(MirrorTest, TakesTheNewerAndIgnoresTheOlder) {
    EXPECT_TRUE(mirror.put(room(model::ResourceState::dirty, now)));
    EXPECT_FALSE(mirror.put(room(model::ResourceState::clean, now - 1s)));
    EXPECT_EQ(mirror.resource(id_of("204"))->state, model::ResourceState::dirty);
    EXPECT_TRUE(mirror.put(room(model::ResourceState::clean, now)))
        << "the PMS counts whole seconds";
    EXPECT_TRUE(mirror.put(room(model::ResourceState::inspected, now + 1s)));
    EXPECT_EQ(mirror.resource(id_of("204"))->state, model::ResourceState::inspected);
}

TEST_F(MirrorTest, ReadsBackAReservation) {
    auto row = stay("1042", 3h);
    row.assigned_resource_id = id_of("204");
    row.assigned_resource_locked = true;
    row.actual_start_utc = now + 4h;
    mirror.put(row);
    const auto read = mirror.reservation(id_of("1042"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->number, "1042");
    EXPECT_EQ(read->state, model::ReservationState::confirmed);
    EXPECT_EQ(read->account_type, model::AccountType::customer);
    EXPECT_EQ(read->assigned_resource_id, id_of("204"));
    EXPECT_TRUE(read->assigned_resource_locked);
    EXPECT_EQ(read->scheduled_start_utc, now + 3h);
    EXPECT_EQ(read->actual_start_utc, now + 4h);
    EXPECT_EQ(read->actual_end_utc, std::nullopt);
    EXPECT_EQ(mirror.reservation(id_of("9999")), std::nullopt);
}

TEST_F(MirrorTest, KeepsAClosedTaskClosed) {
    model::PmsTask task{.id = id_of("task"), .name = "Cot", .closed_utc = now};
    mirror.put(task);
    task.closed_utc.reset();
    EXPECT_FALSE(mirror.put(task)) << "an older read of the list";
    EXPECT_EQ(mirror.pms_task(id_of("task"))->closed_utc, now);
    task.name = "Cot and kettle";
    EXPECT_TRUE(mirror.put(task));
    EXPECT_EQ(mirror.pms_task(id_of("task"))->closed_utc, now);
}

TEST_F(MirrorTest, SetsAtOnceWhatWasMadeTrueInThePms) {
    mirror.put(room(model::ResourceState::dirty, now));
    mirror.set_resource_state(id_of("204"), model::ResourceState::clean, std::nullopt);
    EXPECT_EQ(mirror.resource(id_of("204"))->state, model::ResourceState::clean);

    mirror.put(stay("1042", 0h));
    mirror.set_reservation_started(id_of("1042"), now, std::nullopt);
    mirror.set_reservation_started(id_of("1042"), now + 1h, std::nullopt);
    EXPECT_EQ(mirror.reservation(id_of("1042"))->state, model::ReservationState::started);
    EXPECT_EQ(mirror.reservation(id_of("1042"))->actual_start_utc, now);

    mirror.put(model::PmsTask{.id = id_of("task"), .name = "Cot"});
    mirror.set_task_closed(id_of("task"), now);
    mirror.set_task_closed(id_of("task"), now + 1h);
    EXPECT_EQ(mirror.pms_task(id_of("task"))->closed_utc, now);
}

TEST_F(MirrorTest, TakesNoPageFromBeforeItsOwnWrite) {
    mirror.put(room(model::ResourceState::dirty, now - 1h));
    mirror.set_resource_state(id_of("204"), model::ResourceState::clean, now);
    EXPECT_FALSE(mirror.put(room(model::ResourceState::dirty, now - 1h))) << "a page under way";
    EXPECT_EQ(mirror.resource(id_of("204"))->state, model::ResourceState::clean);
    EXPECT_TRUE(mirror.put(room(model::ResourceState::inspected, now + 1s)));

    mirror.put(stay("1042", 0h));
    mirror.set_reservation_started(id_of("1042"), now + 1h, now + 1h);
    EXPECT_FALSE(mirror.put(stay("1042", 0h)));
    EXPECT_EQ(mirror.reservation(id_of("1042"))->state, model::ReservationState::started);
}

TEST_F(MirrorTest, DoesNotStartAStayThatThePmsHasCanceled) {
    auto row = stay("1042", 0h);
    row.state = model::ReservationState::canceled;
    mirror.put(row);
    mirror.set_reservation_started(id_of("1042"), now, std::nullopt);
    EXPECT_EQ(mirror.reservation(id_of("1042"))->state, model::ReservationState::canceled);
}

TEST_F(MirrorTest, NamesTheStaysThatLostACompanion) {
    accompany("first", "Ada", "1042");
    accompany("second", "Ben", "1042");
    accompany("third", "Cem", "1043");
    accompany("fourth", "Dea", "1044");
    EXPECT_EQ(mirror.keep_companionships(ids({"1042", "1043"}), ids({"first", "third"})),
              ids({"1042"}));
    EXPECT_EQ(mirror.row_count("companionships"), 3) << "1044 was not asked for";
    EXPECT_TRUE(mirror.keep_companionships(ids({"1042", "1043"}), ids({"first", "third"})).empty());
    EXPECT_EQ(mirror.keep_companionships(ids({"1042"}), {}), ids({"1042"}));
}

TEST_F(MirrorTest, WantsTheCustomersOfTheEarliestArrivalsFirst) {
    mirror.put(stay("late", 48h));
    mirror.put(stay("soon", 1h));
    mirror.put(stay("tomorrow", 24h));
    accompany("c", "companion of soon", "soon");
    accompany("d", "late's guest", "soon");
    const auto wanted = mirror.customers_wanted(now, 10);
    ASSERT_EQ(wanted.size(), 4U);
    const auto position = [&](const char* name) {
        return std::ranges::find(wanted, id_of(name)) - wanted.begin();
    };
    EXPECT_LT(position("soon's guest"), 3);
    EXPECT_LT(position("companion of soon"), 3);
    EXPECT_LT(position("late's guest"), 3) << "who also accompanies the soonest stay";
    EXPECT_EQ(position("tomorrow's guest"), 3);
    EXPECT_EQ(mirror.customers_wanted(now, 2).size(), 2U);
}

TEST_F(MirrorTest, WantsNoCustomerItHasNorOneOfThePastNorACompany) {
    mirror.put(stay("known", 1h));
    mirror.put(model::Customer{.id = id_of("known's guest"), .last_name = "Okafor"});
    mirror.put(stay("past", -72h));
    auto company = stay("company", 1h);
    company.account_type = model::AccountType::company;
    mirror.put(company);
    EXPECT_TRUE(mirror.customers_wanted(now, 10).empty());
    accompany("c", "traveller", "company");
    EXPECT_EQ(mirror.customers_wanted(now, 10), ids({"traveller"}));
}

TEST_F(MirrorTest, KnowsTheStaysTheDeskMayNeed) {
    auto in_house = stay("in house", -48h);
    in_house.state = model::ReservationState::started;
    mirror.put(in_house);
    mirror.put(stay("today", 3h));
    mirror.put(stay("next week", 7 * 24h));
    auto canceled = stay("canceled", 3h);
    canceled.state = model::ReservationState::canceled;
    mirror.put(canceled);
    EXPECT_EQ(mirror.reservations_near(now, now + 24h), ids({"in house", "today"}));
}

TEST_F(MirrorTest, ListsOpenTasksOfThePmsNewestFirst) {
    mirror.put(model::PmsTask{.id = id_of("old"), .name = "a", .created_utc = now - 2h});
    mirror.put(model::PmsTask{.id = id_of("new"), .name = "b", .created_utc = now});
    mirror.put(
        model::PmsTask{.id = id_of("closed"), .name = "c", .created_utc = now, .closed_utc = now});
    EXPECT_EQ(mirror.open_pms_tasks(10), ids({"new", "old"}));
    EXPECT_EQ(mirror.open_pms_tasks(1), ids({"new"}));
}

TEST_F(MirrorTest, CountsTheRowsOfEveryListThatIsFollowed) {
    mirror.put(stay("1042", 1h));
    EXPECT_EQ(mirror.row_count("reservations"), 1);
    EXPECT_EQ(mirror.row_count("configuration"), 1);
    EXPECT_EQ(mirror.row_count("nothing"), 0);
}

}  // namespace
}  // namespace stayd::mirror
