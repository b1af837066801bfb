#include "journal/audit.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "house/house.hpp"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::journal {
namespace {

using namespace std::chrono_literals;
using sim::id_of;

struct AuditTest : testing::Test {
    AuditTest() { house::prepare(database, ":memory:"); }

    AuditRow row(std::string after = "{}") {
        return {.at = now,
                .actor = "Ana",
                .device = "phone-1",
                .kind = "Room",
                .subject = id_of("204"),
                .what = "SetRoomState",
                .after = std::move(after)};
    }
    void write(int rows) {
        for (int i = 0; i < rows; ++i) audit.add(row(std::to_string(i)));
    }
    /// As somebody does who has the file in hand.
    void tamper(const char* sql) {
        database.execute("DROP TRIGGER IF EXISTS audit_is_not_altered");
        database.execute("DROP TRIGGER IF EXISTS audit_is_kept");
        database.execute(sql);
    }
    std::vector<std::int64_t> numbers(const AuditPage& page) {
        std::vector<std::int64_t> all;
        for (const auto& entry : page.rows) all.push_back(entry.seq);
        return all;
    }
    std::int64_t count(const char* sql) {
        auto query = database.statement(sql);
        return query.step() ? query.integer(0) : -1;
    }

    UtcTime now = sim::utc("2015-09-17T09:00:00Z");
    storage::Database database{":memory:", storage::Database::Mode::read_write};
    Audit audit{database};
};

// The chain

TEST(Sha256, IsTheOneOfTheStandard) {
    EXPECT_EQ(to_hex(sha256("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hash_of_hex(to_hex(sha256("abc"))), sha256("abc"));
    EXPECT_FALSE(hash_of_hex("ba78"));
    EXPECT_FALSE(hash_of_hex(std::string(64, 'g')));
}

TEST_F(AuditTest, VerifiesWhatWasWritten) {
    EXPECT_EQ(audit.verify().fault, "");
    write(2500);
    const auto check = audit.verify();
    EXPECT_EQ(check.fault, "");
    EXPECT_EQ(check.rows, 2500);
    EXPECT_EQ(check.end.seq, 2500);
    EXPECT_EQ(check.reached, check.end);
}

TEST_F(AuditTest, ContinuesItsNumbersAfterWhatWasTakenBack) {
    write(1);
    {
        storage::Transaction transaction(database);
        write(3);
    }
    write(1);
    EXPECT_EQ(count("SELECT max(seq) FROM audit"), 2);
    EXPECT_EQ(audit.verify().fault, "");
}

TEST_F(AuditTest, HashesEveryColumn) {
    const auto as_it_is = hash_after({}, 1, row());
    std::vector<Hash> others{hash_after(sha256(""), 1, row()), hash_after({}, 2, row())};
    const auto with = [&](auto edit) {
        auto other = row();
        edit(other);
        others.push_back(hash_after({}, 1, other));
    };
    with([](auto& other) { other.at += 1ms; });
    with([](auto& other) { other.actor = "Ben"; });
    with([](auto& other) { other.device = ""; });
    with([](auto& other) { other.change = id_of("change"); });
    with([](auto& other) { other.kind = "Stay"; });
    with([](auto& other) { other.subject = id_of("205"); });
    with([](auto& other) { other.about = id_of("stay"); });
    with([](auto& other) { other.what = "CheckIn"; });
    with([](auto& other) { other.before = "{}"; });
    with([](auto& other) { other.after = ""; });
    with([](auto& other) { other.remote = "{}"; });
    with([](auto& other) { other.why = "because"; });
    with([](auto& other) { other.rule = "R28"; });
    with([](auto& other) { std::swap(other.before, other.after); });
    with([](auto& other) {
        other.actor = "An";
        other.device = "aphone-1";
    });
    // A column ends where it ends, whatever is written in it.
    with([](auto& other) {
        other.actor = "Ana";
        other.device = "tphone-1";
    });
    with([](auto& other) {
        other.actor = "Anat";
        other.device = "phone-1";
    });
    others.push_back(as_it_is);
    std::ranges::sort(others);
    EXPECT_EQ(std::ranges::unique(others).size(), 0U) << "two rows read alike";
}

struct Tampering {
    const char* name;
    const char* sql;
    const char* found;
};
struct TamperedAudit : AuditTest, testing::WithParamInterface<Tampering> {};

TEST_P(TamperedAudit, IsFoundAndNamed) {
    write(10);
    tamper(GetParam().sql);
    EXPECT_NE(audit.verify().fault.find(GetParam().found), std::string::npos)
        << "said: " << audit.verify().fault;
}

TEST_P(TamperedAudit, IsFoundAfterTheHouseHasWrittenOn) {
    write(10);
    tamper(GetParam().sql);
    write(5);
    EXPECT_NE(audit.verify().fault, "");
}

INSTANTIATE_TEST_SUITE_P(
    , TamperedAudit,
    testing::Values(
        Tampering{"altered", "UPDATE audit SET after = 'x' WHERE seq = 4", "row 4 does not fit"},
        Tampering{"altered_who", "UPDATE audit SET actor = 'Ben' WHERE seq = 1",
                  "row 1 does not fit"},
        Tampering{"altered_last", "UPDATE audit SET why = 'x' WHERE seq = 10",
                  "row 10 does not fit"},
        Tampering{"altered_kind_of_value", "UPDATE audit SET about_uid = x'' WHERE seq = 4",
                  "row 4"},
        Tampering{"hash_taken", "UPDATE audit SET hash = NULL WHERE seq = 4",
                  "row 4 carries no hash"},
        Tampering{"hash_altered", "UPDATE audit SET hash = zeroblob(32) WHERE seq = 4",
                  "row 4 does not fit"},
        Tampering{"removed", "DELETE FROM audit WHERE seq = 4", "row 4 is missing"},
        Tampering{"removed_some", "DELETE FROM audit WHERE seq BETWEEN 4 AND 6",
                  "rows 4 to 6 are missing"},
        Tampering{"removed_first", "DELETE FROM audit WHERE seq <= 2", "rows 1 to 2 are missing"},
        Tampering{"removed_and_numbered_anew",
                  "DELETE FROM audit WHERE seq = 4; UPDATE audit SET seq = seq - 1 WHERE seq > 4",
                  "row 4 does not fit"},
        Tampering{"truncated", "DELETE FROM audit WHERE seq > 7", "rows 8 to 10 are missing"},
        Tampering{"emptied", "DELETE FROM audit", "rows 1 to 10 are missing"},
        Tampering{"swapped",
                  "UPDATE audit SET seq = 99 WHERE seq = 4; UPDATE audit SET seq = 4 WHERE seq = "
                  "5; UPDATE audit SET seq = 5 WHERE seq = 99",
                  "row 4 does not fit"},
        Tampering{"put_in_the_middle",
                  "UPDATE audit SET seq = -seq WHERE seq > 4; UPDATE audit SET seq = 1 - seq WHERE "
                  "seq < 0;"
                  "INSERT INTO audit SELECT 5, at_utc_ms, actor, device, change_uid, kind, "
                  "subject_uid, about_uid, what, before, after, remote, why, rule, hash FROM audit "
                  "WHERE seq = 4",
                  "row 5 does not fit"},
        Tampering{"put_in_behind_the_end",
                  "INSERT INTO audit SELECT 11, at_utc_ms, actor, device, change_uid, kind, "
                  "subject_uid, about_uid, what, before, after, remote, why, rule, hash FROM audit "
                  "WHERE seq = 4",
                  "row 11 stands behind the chain's end"},
        Tampering{"put_in_before_the_begin",
                  "INSERT INTO audit SELECT 0, at_utc_ms, actor, device, change_uid, kind, "
                  "subject_uid, about_uid, what, before, after, remote, why, rule, hash FROM audit "
                  "WHERE seq = 4",
                  "row 0 stands before the chain's begin"},
        Tampering{"end_forgotten", "DELETE FROM audit_chain", "row 1 stands behind"},
        Tampering{"end_moved_back",
                  "UPDATE audit_chain SET end_seq = 7, end_hash = (SELECT hash FROM audit WHERE "
                  "seq = 7)",
                  "row 8 stands behind the chain's end"},
        Tampering{"end_altered", "UPDATE audit_chain SET end_hash = zeroblob(32)",
                  "row 10 is not the one that was written last"}),
    [](const auto& row) { return row.param.name; });

TEST_F(AuditTest, DefendsItsRowsInTheTables) {
    write(2);
    EXPECT_THROW(database.execute("UPDATE audit SET actor = 'Ben'"), storage::Failure);
    EXPECT_THROW(database.execute("DELETE FROM audit WHERE seq = 1"), storage::Failure);
    EXPECT_EQ(count("SELECT count(*) FROM audit WHERE actor = 'Ana'"), 2);
}

TEST_F(AuditTest, IsCheckedPieceByPieceWhileItGrows) {
    write(10);
    auto check = audit.check({}, 4);
    EXPECT_EQ(check.reached.seq, 4);
    EXPECT_FALSE(check.done);
    write(1);
    check = audit.check(check.reached, 4);
    check = audit.check(check.reached, 4);
    EXPECT_EQ(check.reached.seq, 11);
    EXPECT_TRUE(check.done);
    EXPECT_EQ(check.fault, "");
}

TEST_F(AuditTest, ProvesNothingOfRowsThatWereWrittenBeforeThereWasAChain) {
    tamper(
        "INSERT INTO audit (seq, at_utc_ms, actor, device, kind, subject_uid, what, before, after, "
        "remote, why, rule) VALUES (1, 1, 'Ana', '', '', zeroblob(16), '', '', '', '', '', '');"
        "UPDATE audit_chain SET begin_seq = 1, end_seq = 1");
    write(3);
    const auto check = audit.verify();
    EXPECT_EQ(check.fault, "");
    EXPECT_EQ(check.unchained, 1);
    EXPECT_EQ(check.rows, 3);
}

// What is let go

TEST_F(AuditTest, LetsRowsGoAfter400DaysAndBeginsBehindThem) {
    write(3);
    now += 10 * 24h;
    write(3);
    now += 395 * 24h;
    write(1);
    audit.purge(now, 100);
    EXPECT_EQ(count("SELECT min(seq) FROM audit"), 4);
    EXPECT_EQ(audit.verify().fault, "");
    EXPECT_EQ(audit.verify().rows, 4);
    tamper("DELETE FROM audit WHERE seq = 4");
    EXPECT_EQ(audit.verify().fault, "row 4 is missing: it was taken out");
}

TEST_F(AuditTest, LetsOnlySoManyRowsGoAtATime) {
    write(5);
    now += 401 * 24h;
    write(1);
    audit.purge(now, 3);
    EXPECT_EQ(count("SELECT min(seq) FROM audit"), 4);
    audit.purge(now, 3);
    EXPECT_EQ(count("SELECT min(seq) FROM audit"), 6);
    EXPECT_EQ(audit.verify().fault, "");
}

TEST_F(AuditTest, LetsNothingGoForAClockThatRunsAhead) {
    write(3);
    audit.purge(now + 1000 * 24h, 100);
    EXPECT_EQ(count("SELECT count(*) FROM audit"), 3);
}

// What is asked of it

struct AskedAudit : AuditTest {
    using Numbers = std::vector<std::int64_t>;
    /// Ana in 204, Ben in 205, Ana with a note of the stay, an hour apart.
    AskedAudit() {
        add("Ana", "204", {});
        add("Ben", "205", {});
        add("Ana", "note", "stay", "change");
    }
    void add(const char* actor, const char* subject, const char* about,
             const char* change = nullptr) {
        auto other = row();
        other.actor = actor;
        other.subject = id_of(subject);
        if (about != nullptr) other.about = id_of(about);
        if (change != nullptr) other.change = id_of(change);
        audit.add(other);
        now += 1h;
    }
    std::vector<std::int64_t> asked(const AuditFilter& filter) {
        Numbers all;
        std::optional<std::int64_t> before = 1'000'000;
        for (pages = 0; before; ++pages) {
            const auto page = audit.page_before(*before, filter, 10);
            for (const auto seq : numbers(page)) all.push_back(seq);
            before = page.next;
        }
        return all;
    }
    const UtcTime began = now;
    int pages = 0;
};

TEST_F(AskedAudit, GivesTheNewestFirst) {
    EXPECT_EQ(asked({}), (Numbers{3, 2, 1}));
}

TEST_F(AskedAudit, GivesWhatIsAskedForAlone) {
    EXPECT_EQ(asked({.things = {{id_of("204")}}}), Numbers{1});
    EXPECT_EQ(asked({.things = {{id_of("stay")}}}), Numbers{3}) << "what belongs to it";
    EXPECT_EQ(asked({.things = {{id_of("204"), id_of("205")}}}), (Numbers{2, 1}));
    EXPECT_EQ(asked({.things = {{id_of("204")}, {id_of("205")}}}), Numbers{}) << "both must hold";
    EXPECT_EQ(asked({.things = {{id_of("note")}, {id_of("stay")}}}), Numbers{3});
    EXPECT_EQ(asked({.actor = "Ana"}), (Numbers{3, 1}));
    EXPECT_EQ(asked({.change = id_of("change")}), Numbers{3});
    EXPECT_EQ(asked({.since = began + 1h}), (Numbers{3, 2})) << "from then on";
    EXPECT_EQ(asked({.until = began + 1h}), Numbers{1}) << "before then";
    EXPECT_EQ(asked({.actor = "Ana", .since = began + 1h}), Numbers{3});
}

TEST_F(AskedAudit, GivesPageAfterPageUntilThereAreNoMore) {
    write(4995);
    Numbers all;
    std::int64_t before = 1'000'000;
    for (;;) {
        const auto page = audit.page_before(before, {.actor = "Ana"}, 700);
        EXPECT_LE(page.rows.size(), 700U);
        for (const auto seq : numbers(page)) all.push_back(seq);
        if (!page.next) break;
        ASSERT_LT(*page.next, before);
        before = *page.next;
    }
    EXPECT_EQ(all.size(), 4997U);
    EXPECT_TRUE(std::ranges::is_sorted(all, std::greater<>{}));
    EXPECT_EQ(std::ranges::unique(all).size(), 0U);
}

TEST_F(AskedAudit, FindsRowsOfOldTimesWithoutLookingAtAll) {
    now += 24h;
    write(9000);
    EXPECT_EQ(asked({.until = began + 3h}), (Numbers{3, 2, 1}));
    EXPECT_LE(pages, 2);
    EXPECT_EQ(asked({.since = now + 1h}), Numbers{});
    EXPECT_LE(pages, 2);
}

TEST_F(AskedAudit, FindsRowsWrittenWhileTheClockWasSetBack) {
    now = began - 24h;
    write(1);
    now = began + 24h;
    write(1);
    EXPECT_EQ(asked({.until = began}), Numbers{4});
    EXPECT_EQ(asked({.since = began, .until = began + 3h}), (Numbers{3, 2, 1}));
}

}  // namespace
}  // namespace stayd::journal
