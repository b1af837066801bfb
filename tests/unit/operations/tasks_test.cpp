#include "operations/tasks.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/sim/world/small_hotel.hpp"

namespace stayd::operations {
namespace {

using sim::id_of;
using namespace std::chrono_literals;

struct TasksTest : testing::Test {
    model::PmsTask pms_task(std::string name) const {
        return {.id = id_of("task in the PMS"),
                .name = std::move(name),
                .description = "for two nights",
                .department_id = id_of("housekeeping"),
                .created_utc = hotel.now,
                .deadline_utc = hotel.now + 1h};
    }
    Task own_task() const {
        return {.id = id_of("task"),
                .title = "Cot in 305",
                .description = {},
                .room_id = id_of("305"),
                .priority = 2,
                .assignee = {},
                .created = hotel.now,
                .created_by = "Ana",
                .due = hotel.now + 2h,
                .done_by = {}};
    }

    sim::SmallHotel hotel;
    Tasks tasks{hotel.database};
};

TEST_F(TasksTest, AreReadBackAsTheyWereWritten) {
    tasks.insert(own_task());
    const auto read = tasks.find(id_of("task"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->title, "Cot in 305");
    EXPECT_EQ(read->room_id, id_of("305"));
    EXPECT_EQ(read->department_id, std::nullopt);
    EXPECT_EQ(read->priority, 2);
    EXPECT_EQ(read->stage, TaskStage::created);
    EXPECT_EQ(read->created_by, "Ana");
    EXPECT_EQ(read->due, hotel.now + 2h);
    EXPECT_EQ(read->done, std::nullopt);
    EXPECT_EQ(tasks.find(id_of("another")), std::nullopt);
}

TEST_F(TasksTest, GoFromNewToAcceptedToDoneAndNoFurther) {
    tasks.insert(own_task());
    tasks.accept(id_of("task"), "Ivo");
    EXPECT_EQ(tasks.find(id_of("task"))->stage, TaskStage::accepted);
    EXPECT_EQ(tasks.find(id_of("task"))->assignee, "Ivo");
    tasks.complete(id_of("task"), hotel.now + 1h, "Mai");
    tasks.accept(id_of("task"), "Ana");
    tasks.complete(id_of("task"), hotel.now + 2h, "Ana");
    const auto done = tasks.find(id_of("task"));
    EXPECT_EQ(done->stage, TaskStage::done);
    EXPECT_EQ(done->done, hotel.now + 1h);
    EXPECT_EQ(done->done_by, "Mai");
    EXPECT_EQ(done->assignee, "Ivo");
}

TEST_F(TasksTest, OfThePmsAreTakenOver) {
    EXPECT_TRUE(tasks.import(pms_task("Extra pillows")));
    const auto task = tasks.find_by_pms_id(id_of("task in the PMS"));
    ASSERT_TRUE(task);
    EXPECT_EQ(task->title, "Extra pillows");
    EXPECT_EQ(task->description, "for two nights");
    EXPECT_EQ(task->department_id, id_of("housekeeping"));
    EXPECT_EQ(task->created_by, "") << "it came from the PMS";
    EXPECT_EQ(task->due, hotel.now + 1h);
    EXPECT_EQ(task->stage, TaskStage::created);
}

TEST_F(TasksTest, OfThePmsTheSameAgainChangeNothing) {
    tasks.import(pms_task("Extra pillows"));
    EXPECT_FALSE(tasks.import(pms_task("Extra pillows")));
    EXPECT_TRUE(tasks.import(pms_task("Extra pillows and a kettle")));
    EXPECT_EQ(tasks.find_by_pms_id(id_of("task in the PMS"))->title, "Extra pillows and a kettle");
}

TEST_F(TasksTest, OfThePmsAreShownWithoutAMark) {
    tasks.import(pms_task(marked("Extra pillows", id_of("of another box"))));
    EXPECT_EQ(tasks.find_by_pms_id(id_of("task in the PMS"))->title, "Extra pillows");
    EXPECT_FALSE(tasks.import(pms_task(marked("Extra pillows", id_of("of another box")))));
}

TEST_F(TasksTest, ClosedThereAreDoneHere) {
    tasks.import(pms_task("Extra pillows"));
    auto closed = pms_task("Extra pillows");
    closed.closed_utc = hotel.now + 30min;
    EXPECT_TRUE(tasks.import(closed));
    const auto task = tasks.find_by_pms_id(closed.id);
    EXPECT_EQ(task->stage, TaskStage::done);
    EXPECT_EQ(task->done, hotel.now + 30min);
    EXPECT_EQ(task->done_by, "Mews");
    EXPECT_FALSE(tasks.import(closed));
}

TEST_F(TasksTest, ClosedThereBeforeTheyWereSeenAreDone) {
    auto closed = pms_task("Extra pillows");
    closed.closed_utc = hotel.now;
    EXPECT_TRUE(tasks.import(closed));
    EXPECT_EQ(tasks.find_by_pms_id(closed.id)->stage, TaskStage::done);
}

TEST_F(TasksTest, OfOursKeepTheirOwnWordsWhenThePmsChangesItsCopy) {
    tasks.insert(own_task());
    tasks.set_pms_id(id_of("task"), id_of("task in the PMS"));
    EXPECT_FALSE(tasks.import(pms_task("305: Cot in 305, written over")));
    EXPECT_EQ(tasks.find(id_of("task"))->title, "Cot in 305");
    EXPECT_EQ(tasks.find(id_of("task"))->due, hotel.now + 2h);
    auto closed = pms_task("305: Cot in 305");
    closed.closed_utc = hotel.now + 1h;
    EXPECT_TRUE(tasks.import(closed));
    EXPECT_EQ(tasks.find(id_of("task"))->done_by, "Mews");
}

TEST_F(TasksTest, DoneHereStayDoneByWhoDidThem) {
    tasks.insert(own_task());
    tasks.set_pms_id(id_of("task"), id_of("task in the PMS"));
    tasks.complete(id_of("task"), hotel.now, "Ivo");
    auto closed = pms_task("305: Cot in 305");
    closed.closed_utc = hotel.now + 1h;
    EXPECT_FALSE(tasks.import(closed));
    EXPECT_EQ(tasks.find(id_of("task"))->done_by, "Ivo");
}

}  // namespace
}  // namespace stayd::operations
