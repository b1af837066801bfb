#include "mirror/mirror.hpp"

#include <optional>

#include "tests/unit/mirror/fixture.hpp"

namespace stayd::mirror {
namespace {

TEST_F(MirrorTest, ReadsBackAReservation) {
    auto row = stay("1042", 3h);
    row.assigned_resource_id = id_of("204");
    row.assigned_resource_locked = true;
    row.actual_start_utc = now + 4h;
    put(row);
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

TEST_F(MirrorTest, ReadsARowThatLacksNearlyEverything) {
    put(sim::Row(List::reservations).end(id_of("bare")));
    const auto read = mirror.reservation(id_of("bare"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->state, model::ReservationState::other);
    EXPECT_EQ(read->assigned_resource_id, std::nullopt);
    EXPECT_TRUE(read->account_id.is_nil());
}

TEST_F(MirrorTest, SetsAtOnceWhatWasMadeTrueInThePms) {
    put(room(model::ResourceState::dirty, now));
    mirror.set_resource_state(id_of("204"), model::ResourceState::clean, std::nullopt);
    EXPECT_EQ(mirror.resource(id_of("204"))->state, model::ResourceState::clean);

    put(stay("1042", 0h));
    mirror.set_reservation_started(id_of("1042"), now, std::nullopt);
    mirror.set_reservation_started(id_of("1042"), now + 1h, std::nullopt);
    EXPECT_EQ(mirror.reservation(id_of("1042"))->state, model::ReservationState::started);
    EXPECT_EQ(mirror.reservation(id_of("1042"))->actual_start_utc, now);

    put(model::PmsTask{.id = id_of("task"), .name = "Cot"});
    mirror.set_task_closed(id_of("task"), now);
    mirror.set_task_closed(id_of("task"), now + 1h);
    EXPECT_EQ(mirror.pms_task(id_of("task"))->closed_utc, now);
}

TEST_F(MirrorTest, TakesNoPageFromBeforeItsOwnWrite) {
    const auto page = [&](model::ResourceState state, UtcTime updated, UtcTime asked) {
        const auto rows = rows_of(room(state, updated));
        return mirror.enter(rows[0], List::resources, now + 1h, Evidence::list, asked).put;
    };
    put(room(model::ResourceState::dirty, now - 1h));
    mirror.set_resource_state(id_of("204"), model::ResourceState::clean, now);
    EXPECT_EQ(page(model::ResourceState::dirty, now - 1h, now - 1s), Put::older) << "under way";
    EXPECT_EQ(page(model::ResourceState::inspected, now - 2s, now - 1s), Put::older)
        << "a change of another, on which ours was made";
    EXPECT_EQ(page(model::ResourceState::dirty, now - 1h, now + 1s), Put::older)
        << "ours is not to be seen yet";
    EXPECT_EQ(mirror.resource(id_of("204"))->state, model::ResourceState::clean);
    EXPECT_EQ(mirror.resource(id_of("204"))->updated_utc, now - 1h) << "the PMS's own";
    EXPECT_EQ(page(model::ResourceState::inspected, now + 1s, now + 2s), Put::changed);

    put(stay("1042", 0h));
    mirror.set_reservation_started(id_of("1042"), now, now);
    EXPECT_EQ(put(stay("1042", 0h)), Put::older);
    EXPECT_EQ(mirror.reservation(id_of("1042"))->state, model::ReservationState::started);
}

TEST_F(MirrorTest, BelievesThePmsAfterAMinute) {
    put(room(model::ResourceState::dirty, now - 1h));
    mirror.set_resource_state(id_of("204"), model::ResourceState::clean, now);
    const auto rows = rows_of(room(model::ResourceState::dirty, now - 1h));
    const auto entered =
        mirror.enter(rows[0], List::resources, now + 1h, Evidence::list, now + 61s);
    EXPECT_EQ(entered.put, Put::changed) << "a sweep";
    EXPECT_EQ(mirror.resource(id_of("204"))->state, model::ResourceState::dirty);
}

TEST_F(MirrorTest, TakesBackItsOwnWriteWhenAReadByIdShowsOtherwise) {
    put(room(model::ResourceState::dirty, now - 1h));
    mirror.set_resource_state(id_of("204"), model::ResourceState::clean, now);
    EXPECT_EQ(put(room(model::ResourceState::dirty, now - 1h), Evidence::by_id), Put::changed)
        << "the very row that was there before";
    EXPECT_EQ(mirror.resource(id_of("204"))->state, model::ResourceState::dirty);
}

TEST_F(MirrorTest, DoesNotStartAStayThatThePmsHasCanceled) {
    auto row = stay("1042", 0h);
    row.state = model::ReservationState::canceled;
    put(row);
    mirror.set_reservation_started(id_of("1042"), now, std::nullopt);
    EXPECT_EQ(mirror.reservation(id_of("1042"))->state, model::ReservationState::canceled);
}

TEST_F(MirrorTest, ListsOpenTasksOfThePmsNewestFirst) {
    put(model::PmsTask{.id = id_of("old"), .name = "a", .created_utc = now - 2h});
    put(model::PmsTask{.id = id_of("new"), .name = "b", .created_utc = now});
    put(model::PmsTask{.id = id_of("closed"), .name = "c", .created_utc = now, .closed_utc = now});
    EXPECT_EQ(mirror.open_pms_tasks(10), ids({"new", "old"}));
    EXPECT_EQ(mirror.open_pms_tasks(1), ids({"new"}));
}

}  // namespace
}  // namespace stayd::mirror
