#include <vector>

#include "tests/unit/journal/fixture.hpp"

namespace stayd::journal {
namespace {

using namespace std::chrono_literals;
using sim::id_of;

struct NextDue : JournalTest {
    /// The order in which changes go when each is confirmed at once.
    std::vector<Uuid> sent_in_order() {
        std::vector<Uuid> order;
        while (const auto id = due()) {
            order.push_back(*id);
            journal.settle(*id, Stage::confirmed, now, {});
        }
        return order;
    }
};

TEST_F(NextDue, IsNothingInAnEmptyJournal) {
    EXPECT_EQ(due(), std::nullopt);
}

TEST_F(NextDue, IsRoomsThenCheckInsThenTasks) {
    const auto task = add(Kind::create_task, "task");
    const auto check_in = add(Kind::check_in, "stay");
    const auto done = add(Kind::complete_task, "old task");
    const auto room = add(Kind::set_room_state, "204");
    const auto room_2 = add(Kind::set_room_state, "205");
    EXPECT_EQ(sent_in_order(), (std::vector{room, room_2, check_in, task, done}));
}

TEST_F(NextDue, IsWhatIsInDoubtBeforeAllElse) {
    const auto room = add(Kind::set_room_state, "204");
    const auto task = add(Kind::create_task, "task");
    journal.retry_at(task, Stage::unknown, now, now, "no answer");
    EXPECT_EQ(sent_in_order(), (std::vector{task, room}));
}

TEST_F(NextDue, KeepsTheOrderOfOneSubject) {
    const auto first = add(Kind::set_room_state, "204");
    const auto second = add(Kind::set_room_state, "204");
    const auto other = add(Kind::set_room_state, "205");
    journal.retry_at(first, Stage::ready, now + 1min, now, "line down");
    EXPECT_EQ(due(), other) << "the second of 204 waits for the first";
    now += 1min;
    EXPECT_EQ(sent_in_order(), (std::vector{first, second, other}));
}

TEST_F(NextDue, IsNotBehindAChangeUnderWay) {
    const auto first = add(Kind::set_room_state, "204");
    add(Kind::set_room_state, "204");
    journal.mark_sent(first, now);
    EXPECT_EQ(due(), std::nullopt);
}

class EndedStage : public NextDue, public testing::WithParamInterface<Stage> {};

TEST_P(EndedStage, LetsTheNextOfTheSubjectGo) {
    const auto first = add(Kind::set_room_state, "204");
    const auto second = add(Kind::set_room_state, "204");
    journal.settle(first, GetParam(), now, "over");
    EXPECT_EQ(due(), second);
}

INSTANTIATE_TEST_SUITE_P(, EndedStage,
                         testing::Values(Stage::confirmed, Stage::replaced, Stage::refused,
                                         Stage::box_only));

TEST_F(NextDue, LetsASecondSaleWaitWhileNobodyKnowsWhatBecameOfTheFirst) {
    const auto sell = [&] {
        const auto id = Uuid::version7(now, hotel.random);
        journal.insert({.id = id,
                        .kind = Kind::sell_product,
                        .subject = id,
                        .about = id_of("stay"),
                        .value = {{"Product", "Breakfast"}},
                        .device = "phone-1",
                        .made_by = "Ana",
                        .made = now,
                        .accepted = now});
        return id;
    };
    const auto first = sell();
    const auto second = sell();
    journal.mark_sent(first, now);
    EXPECT_EQ(due(), std::nullopt) << "both would be found in the one";
    journal.retry_at(first, Stage::unknown, now + 5s, now, "no answer");
    EXPECT_EQ(due(), std::nullopt);
    journal.settle(first, Stage::confirmed, now, {});
    EXPECT_EQ(due(), second);
}

TEST_F(NextDue, GoesTogetherWithThoseOfItsKindThatStandAsItDoes) {
    const auto doubted = add(Kind::set_room_state, "203");
    const auto first = add(Kind::set_room_state, "204");
    const auto second = add(Kind::set_room_state, "205");
    add(Kind::set_room_state, "205");
    add(Kind::create_task, "task");
    journal.retry_at(doubted, Stage::unknown, now, now, "no answer");
    std::vector<Uuid> together;
    for (const auto& change : journal.due_with(*journal.find(second), now, 10))
        together.push_back(change.id);
    EXPECT_EQ(together, (std::vector{second, first}));
}

TEST_F(NextDue, LetsACheckInWaitForItsRoom) {
    const auto room = add(Kind::set_room_state, "204");
    const auto check_in = add(Kind::check_in, "stay", id_of("204"));
    journal.mark_sent(room, now);
    EXPECT_EQ(due(), std::nullopt);
    journal.settle(room, Stage::confirmed, now, {});
    EXPECT_EQ(due(), check_in);
}

TEST_F(NextDue, LetsNoCheckInWaitForALaterChangeOfItsRoom) {
    const auto check_in = add(Kind::check_in, "stay", id_of("204"));
    const auto room = add(Kind::set_room_state, "204");
    journal.mark_sent(room, now);
    EXPECT_EQ(due(), check_in);
}

TEST_F(NextDue, LetsTheEndOfATaskWaitForItsCreation) {
    const auto creation = add(Kind::create_task, "task");
    const auto end = add(Kind::complete_task, "task");
    EXPECT_EQ(sent_in_order(), (std::vector{creation, end}));
}

TEST_F(NextDue, WaitsForItsTime) {
    const auto room = add(Kind::set_room_state, "204");
    journal.retry_at(room, Stage::ready, now + 5s, now, "line down");
    EXPECT_EQ(due(), std::nullopt);
    EXPECT_EQ(journal.next_attempt_after(now), now + 5s);
    now += 5s;
    EXPECT_EQ(due(), room);
    EXPECT_EQ(journal.next_attempt_after(now), std::nullopt);
}

TEST_F(NextDue, OfManyIsTheFirstToCome) {
    journal.retry_at(add(Kind::set_room_state, "204"), Stage::ready, now + 9s, now, "line down");
    journal.retry_at(add(Kind::set_room_state, "205"), Stage::ready, now + 5s, now, "line down");
    journal.retry_at(add(Kind::set_room_state, "206"), Stage::ready, now + 7s, now, "line down");
    EXPECT_EQ(journal.next_attempt_after(now), now + 5s);
}

TEST_F(NextDue, ComesAtOnceWhenWhatItWaitedForHasChanged) {
    const auto check_in = add(Kind::check_in, "stay");
    EXPECT_FALSE(journal.hurry(id_of("stay"), Kind::check_in)) << "it waits for nothing";
    journal.retry_at(check_in, Stage::ready, now + 6h, now, "planned for the afternoon");
    EXPECT_FALSE(journal.hurry(id_of("stay"), Kind::set_room_state));
    EXPECT_FALSE(journal.hurry(id_of("another stay"), Kind::check_in));
    EXPECT_EQ(due(), std::nullopt);
    EXPECT_TRUE(journal.hurry(id_of("stay"), Kind::check_in));
    EXPECT_EQ(due(), check_in);
}

TEST_F(NextDue, HasNoTimeOfAChangeThatHasEnded) {
    const auto room = add(Kind::set_room_state, "204");
    journal.retry_at(room, Stage::ready, now + 5s, now, "line down");
    journal.settle(room, Stage::refused, now, "no");
    EXPECT_EQ(journal.next_attempt_after(now), std::nullopt);
}

}  // namespace
}  // namespace stayd::journal
