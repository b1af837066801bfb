#include "journal/journal.hpp"

#include <set>

#include "tests/unit/journal/fixture.hpp"

namespace stayd::journal {
namespace {

using namespace std::chrono_literals;
using sim::id_of;

TEST_F(JournalTest, ReadsBackWhatWasAccepted) {
    const auto id = add(Kind::check_in, "stay", id_of("204"));
    const auto change = journal.find(id);
    ASSERT_TRUE(change);
    EXPECT_EQ(change->id, id);
    EXPECT_EQ(change->kind, Kind::check_in);
    EXPECT_EQ(change->subject, id_of("stay"));
    EXPECT_EQ(change->depends_on, id_of("204"));
    EXPECT_EQ(change->value.text("State"), "Clean");
    EXPECT_EQ(change->base.text("State"), "Dirty");
    EXPECT_EQ(change->device, "phone-1");
    EXPECT_EQ(change->made_by, "Ana");
    EXPECT_EQ(change->accepted, now);
    EXPECT_EQ(change->stage, Stage::ready);
    EXPECT_EQ(change->attempts, 0);
    EXPECT_EQ(change->sent, std::nullopt);
    EXPECT_FALSE(change->dismissed);
    EXPECT_EQ(journal.find(id_of("another")), std::nullopt);
}

TEST_F(JournalTest, TakesOneIdOnce) {
    const auto id = add(Kind::set_room_state, "204");
    auto again = *journal.find(id);
    again.value = {{"State", "Dirty"}};
    EXPECT_THROW(journal.insert(again), storage::Failure);
    EXPECT_EQ(journal.find(id)->value.text("State"), "Clean");
}

TEST_F(JournalTest, MarksASendingBeforeItsOutcome) {
    const auto id = add(Kind::set_room_state, "204");
    journal.mark_sent(id, now + 1s);
    journal.retry_at(id, Stage::ready, now + 10s, now + 2s, "reset");
    journal.mark_sent(id, now + 10s);
    const auto change = journal.find(id);
    EXPECT_EQ(change->stage, Stage::in_flight);
    EXPECT_EQ(change->attempts, 2);
    EXPECT_EQ(change->sent, now + 10s);
    EXPECT_EQ(change->stage_since, now + 10s);
}

TEST_F(JournalTest, DoubtsOnlyWhatWasInFlight) {
    const auto sent = add(Kind::set_room_state, "204");
    const auto ready = add(Kind::set_room_state, "205");
    const auto ended = add(Kind::set_room_state, "206");
    journal.retry_at(sent, Stage::ready, now + 1h, now, "throttled");
    journal.mark_sent(sent, now);
    journal.settle(ended, Stage::confirmed, now, {});
    EXPECT_EQ(journal.doubt_in_flight(now + 1min), 1);
    EXPECT_EQ(journal.find(sent)->stage, Stage::unknown);
    EXPECT_EQ(journal.find(sent)->next_attempt, UtcTime{}) << "found out at once";
    EXPECT_EQ(journal.find(ready)->stage, Stage::ready);
    EXPECT_EQ(journal.find(ended)->stage, Stage::confirmed);
    EXPECT_EQ(journal.doubt_in_flight(now + 2min), 0);
}

TEST_F(JournalTest, RebasesWhatStandsUponAConfirmedRoomState) {
    const auto first = add(Kind::set_room_state, "204");
    const auto second = add(Kind::set_room_state, "204");
    const auto other_room = add(Kind::set_room_state, "205");
    const auto other_kind = add(Kind::check_in, "204");
    journal.settle(first, Stage::confirmed, now, {});
    journal.rebase(id_of("204"), Kind::set_room_state, {{"State", "Inspected"}});
    EXPECT_EQ(journal.find(first)->base.text("State"), "Dirty");
    EXPECT_EQ(journal.find(second)->base.text("State"), "Inspected");
    EXPECT_EQ(journal.find(other_room)->base.text("State"), "Dirty");
    EXPECT_EQ(journal.find(other_kind)->base.text("State"), "Dirty");
}

TEST_F(JournalTest, KeepsWhatAMergeLostAndWhatItBeatForAPersonToRead) {
    const auto id = add(Kind::update_guest, "guest");
    journal.settle(id, Stage::confirmed, now, {});
    EXPECT_FALSE(wants_reading(*journal.find(id)));
    journal.keep_merge(id, {{"FirstName", "Ada"}}, {{"Phone", std::nullopt}});
    EXPECT_EQ(journal.find(id)->lost, (Fields{{"FirstName", "Ada"}}));
    EXPECT_EQ(journal.find(id)->beaten, (Fields{{"Phone", std::nullopt}}));
    EXPECT_TRUE(wants_reading(*journal.find(id)));
    EXPECT_EQ(journal.balance().to_read, 1);
}

TEST_F(JournalTest, SpeaksOfTheNewestChangeOfASubject) {
    const auto first = add(Kind::set_room_state, "204");
    const auto second = add(Kind::set_room_state, "204");
    EXPECT_EQ(journal.newest(id_of("204"))->id, second);
    journal.settle(second, Stage::box_only, now, {});
    EXPECT_EQ(journal.newest(id_of("204"))->id, first);
    journal.settle(first, Stage::refused, now, "no");
    EXPECT_EQ(journal.newest(id_of("204"))->id, first);
    journal.dismiss(first);
    EXPECT_EQ(journal.newest(id_of("204")), std::nullopt);
}

TEST_F(JournalTest, KnowsTheNewestOpenChangeOfAKind) {
    const auto first = add(Kind::check_in, "stay");
    const auto second = add(Kind::check_in, "stay");
    EXPECT_EQ(journal.newest_open(id_of("stay"), Kind::check_in)->id, second);
    EXPECT_EQ(journal.newest_open(id_of("stay"), Kind::set_room_state), std::nullopt);
    journal.settle(second, Stage::refused, now, "no");
    EXPECT_EQ(journal.newest_open(id_of("stay"), Kind::check_in)->id, first);
}

TEST_F(JournalTest, BalancesAfterEveryStep) {
    std::vector<Uuid> ids;
    for (int step = 0; step < 500; ++step) {
        if (ids.empty() || hotel.random.below(3) == 0)
            ids.push_back(add(Kind::set_room_state, std::to_string(step)));
        const auto& id = ids[hotel.random.below(ids.size())];
        const auto stage = static_cast<Stage>(hotel.random.below(7));
        if (!is_open(journal.find(id)->stage)) {
            journal.dismiss(id);
        } else if (is_open(stage)) {
            journal.retry_at(id, stage, now, now, "why");
        } else {
            journal.settle(id, stage, now, "why");
        }
        const auto b = journal.balance();
        EXPECT_EQ(b.accepted, static_cast<std::int64_t>(ids.size()));
        EXPECT_EQ(b.accepted, b.confirmed + b.box_only + b.replaced + b.refused + b.waiting);
        EXPECT_EQ(b.waiting, static_cast<std::int64_t>(journal.open().size()));
        EXPECT_LE(b.to_read, b.refused + b.replaced);
        EXPECT_EQ(b.oldest_waiting.has_value(), b.waiting > 0);
    }
}

TEST_F(JournalTest, DoesNotBalanceWhenAChangeEndsTwiceOrIsLostOnItsWay) {
    const auto accounted = [this] {
        const auto b = journal.balance();
        return b.confirmed + b.box_only + b.replaced + b.refused + b.waiting;
    };
    const auto ended = add(Kind::set_room_state, "1");
    add(Kind::set_room_state, "2");
    journal.settle(ended, Stage::confirmed, now, {});
    EXPECT_EQ(accounted(), 2);
    journal.settle(ended, Stage::refused, now, "no");
    EXPECT_EQ(accounted(), 3);
    hotel.database.execute("DELETE FROM change WHERE stage = 'Ready'");
    EXPECT_EQ(accounted(), 2);
    EXPECT_EQ(journal.balance().accepted, 2);
}

TEST_F(JournalTest, CountsEachEndAndTheOldestThatWaits) {
    const auto confirmed = add(Kind::set_room_state, "1");
    const auto refused = add(Kind::set_room_state, "2");
    const auto replaced = add(Kind::set_room_state, "3");
    const auto box_only = add(Kind::accept_task, "4");
    now += 1min;
    add(Kind::set_room_state, "5");
    journal.settle(confirmed, Stage::confirmed, now, {});
    journal.settle(refused, Stage::refused, now, "no");
    journal.settle(replaced, Stage::replaced, now, "later");
    journal.settle(box_only, Stage::box_only, now, {});
    journal.dismiss(refused);
    const auto balance = journal.balance();
    EXPECT_EQ(balance.accepted, 5);
    EXPECT_EQ(balance.confirmed, 1);
    EXPECT_EQ(balance.refused, 1);
    EXPECT_EQ(balance.replaced, 1);
    EXPECT_EQ(balance.box_only, 1);
    EXPECT_EQ(balance.waiting, 1);
    EXPECT_EQ(balance.to_read, 1) << "the refusal was put away";
    EXPECT_EQ(balance.oldest_waiting, now);
}

TEST(Stages, AreOpenWhileTheyAreOnTheirWay) {
    for (const auto stage : {Stage::ready, Stage::in_flight, Stage::unknown})
        EXPECT_TRUE(is_open(stage));
    for (const auto stage : {Stage::confirmed, Stage::box_only, Stage::replaced, Stage::refused}) {
        EXPECT_FALSE(is_open(stage));
    }
}

TEST_F(JournalTest, WritesEveryKindAndStageAndReadsItBack) {
    std::set<std::string_view> words;
    for (const auto& row : kinds()) {
        const auto id = add(row.kind, "subject");
        words.insert(row.word);
        for (int stage = 0; stage < 7; ++stage) {
            const auto at = static_cast<Stage>(stage);
            is_open(at) ? journal.retry_at(id, at, now, now, "why")
                        : journal.settle(id, at, now, "why");
            EXPECT_EQ(journal.find(id)->kind, row.kind);
            EXPECT_EQ(journal.find(id)->stage, static_cast<Stage>(stage));
        }
    }
    EXPECT_EQ(words.size(), kinds().size());
}

}  // namespace
}  // namespace stayd::journal
