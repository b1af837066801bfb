#include "stayctl/audit.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "http/audit_api.hpp"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::stayctl {
namespace {

/// What stayctl says of the audit of a small hotel.
struct AuditOfAHotel : testing::Test {
    std::string ask(const std::string& target) {
        ++calls;
        const http::Request request{.method = "GET", .target = target, .headers = {}, .body = {}};
        const auto response =
            request.path() == "/audit/rows" ? api.rows(request) : api.check(request);
        if (response.status != 200) throw std::runtime_error(response.body);
        return response.body;
    }
    const Ask asker = [this](const auto&, const auto& target) { return ask(target); };

    std::vector<std::string> lines(const AuditWish& wish) {
        std::vector<std::string> all;
        for (const auto& row : audit_rows(asker, wish)) all.push_back(audit_line(row));
        return all;
    }
    void tamper(const char* sql) {
        hotel.database.execute("DROP TRIGGER audit_is_not_altered; DROP TRIGGER audit_is_kept");
        hotel.database.execute(sql);
    }
    std::string note() {
        const auto said = verify_audit(asker, {}).text;
        const auto at = said.rfind(' ') + 1;
        return said.substr(at, said.size() - at - 1);
    }

    sim::SmallHotel hotel;
    http::AuditApi api{hotel.database};
    int calls = 0;
    sim::SmallHotel::Room room = hotel.room("204").dirty();
};

using Lines = std::vector<std::string>;

TEST_F(AuditOfAHotel, SaysInALineWhoDidWhatToWhat) {
    hotel.accepted(house::SetRoomState{room.id, model::ResourceState::clean});
    EXPECT_EQ(lines({.by = "Ana"}),
              Lines{"2015-09-17T09:00:00Z  Ana (phone-1)  SetRoomState  Room 204: State Dirty -> "
                    "Clean"});
    EXPECT_EQ(lines({.by = "Mews"}),
              Lines{"2015-09-17T09:00:00Z  Mews  Changed  Room 204: State Inspected -> Dirty"});
}

TEST_F(AuditOfAHotel, GivesTheNewestLastAndOnlySoMany) {
    hotel.room("205").dirty().clean();
    EXPECT_EQ(lines({.limit = 2}),
              (Lines{"2015-09-17T09:00:00Z  Mews  Changed  Room 205: State Inspected -> Dirty",
                     "2015-09-17T09:00:00Z  Mews  Changed  Room 205: State Dirty -> Clean"}));
}

TEST_F(AuditOfAHotel, GivesAsManyPagesAsAreWanted) {
    for (int i = 0; i < 600; ++i) room.clean().dirty();
    calls = 0;
    EXPECT_EQ(lines({.limit = 1100}).size(), 1100U);
    EXPECT_EQ(calls, 3);
    EXPECT_EQ(lines({.limit = 100'000}).size(), 1201U);
}

TEST_F(AuditOfAHotel, FindsByRoomGuestAndStay) {
    auto guest = hotel.guest("de la Cruz & Sons", "Ana");
    auto stay = guest.arrives_today(room);
    hotel.accepted(house::CheckIn{stay.id});
    const auto check_in = lines({.by = "Ana"});
    ASSERT_EQ(check_in.size(), 1U);
    EXPECT_NE(check_in[0].find("CheckIn  Stay 1042, Ana de la Cruz & Sons"), std::string::npos)
        << check_in[0];
    EXPECT_EQ(lines({.guest = "De La Cruz & Sons"}), check_in);
    EXPECT_EQ(lines({.guest = guest.id.to_string()}), check_in);
    EXPECT_EQ(lines({.stay = "1042"}), check_in);
    EXPECT_EQ(lines({.room = "204"}).size(), 1U) << "the PMS's change alone";
    EXPECT_EQ(lines({.room = "204", .by = "Ana"}), Lines{});
}

TEST_F(AuditOfAHotel, FindsByTimeAndChange) {
    hotel.now += std::chrono::hours{2};
    const auto change = hotel.accepted(house::SetRoomState{room.id, model::ResourceState::clean});
    EXPECT_EQ(lines({.since = "2015-09-17T12:00:00+01:00"}).size(), 1U);
    EXPECT_EQ(lines({.until = "2015-09-17T11:00:00Z"}).size(), 1U);
    EXPECT_EQ(lines({.change = change.to_string()}).size(), 1U);
}

TEST_F(AuditOfAHotel, RefusesWhatItDoesNotKnow) {
    const auto refusal = [&](const AuditWish& wish) {
        try {
            lines(wish);
        } catch (const std::runtime_error& error) {
            return std::string{error.what()};
        }
        return std::string{"none"};
    };
    EXPECT_NE(refusal({.room = "999"}).find("There is no room"), std::string::npos);
    EXPECT_NE(refusal({.guest = "Nobody"}).find("There is no guest"), std::string::npos);
    EXPECT_NE(refusal({.stay = "1"}).find("There is no stay"), std::string::npos);
    EXPECT_NE(refusal({.since = "yesterday"}).find("is no time"), std::string::npos);
    EXPECT_NE(refusal({.change = "204"}).find("is no id"), std::string::npos);
}

TEST_F(AuditOfAHotel, TellsAMergeWithWhatMewsHadAndTheRule) {
    journal::Audit(hotel.database)
        .add({.at = hotel.now,
              .actor = "stayd",
              .kind = "Room",
              .subject = room.id,
              .what = "Replaced",
              .before = R"({"State":"Dirty"})",
              .after = R"({"State":"Clean","Notes":null})",
              .remote = R"({"State":"OutOfOrder"})",
              .why = "changed later in Mews\x1b[31m",
              .rule = "R28"});
    EXPECT_EQ(lines({.by = "stayd"}),
              Lines{"2015-09-17T09:00:00Z  stayd  Replaced  Room 204: State Dirty -> Clean, Notes "
                    "nothing; Mews had State OutOfOrder; changed later in Mews [31m [R28]"});
}

// Proof

TEST_F(AuditOfAHotel, IsProvedWhole) {
    for (int i = 0; i < 1100; ++i) room.clean().dirty();
    const auto verdict = verify_audit(asker, {});
    EXPECT_TRUE(verdict.is_whole);
    EXPECT_TRUE(verdict.text.starts_with(
        "The audit is whole: 2201 rows, each fits the one before.\nNote this outside of the box, "
        "for --noted: 2201:"))
        << verdict.text;
    EXPECT_EQ(calls, 2) << "in pieces";
}

TEST_F(AuditOfAHotel, IsToldBrokenAtTheRowWhereItBreaks) {
    room.clean().dirty();
    tamper("UPDATE audit SET actor = 'Ben' WHERE seq = 2");
    const auto verdict = verify_audit(asker, {});
    EXPECT_FALSE(verdict.is_whole);
    EXPECT_EQ(verdict.text,
              "The audit is broken: row 2 does not fit the row before it: one of the two was "
              "altered, exchanged or put in. What stands up to row 1 is as it was written.\n");
}

TEST_F(AuditOfAHotel, ShowsAgainstANoteThatAllOfItWasWrittenAnew) {
    const auto noted = note();
    ASSERT_TRUE(is_note(noted)) << noted;
    room.clean();
    EXPECT_TRUE(verify_audit(asker, noted).is_whole);
    tamper(
        "DELETE FROM audit; UPDATE audit_chain SET end_seq = 0, end_hash = zeroblob(32), begin_seq "
        "= 0, begin_hash = zeroblob(32)");
    EXPECT_TRUE(verify_audit(asker, {}).is_whole) << "nothing in the file tells";
    EXPECT_EQ(verify_audit(asker, noted).text,
              "Row 1 that was noted is not there: it was taken out, or is older than 400 days.\n");
    room.dirty();
    EXPECT_EQ(verify_audit(asker, noted).text,
              "Row 1 is not the one that was noted: the audit was written anew.\n");
}

TEST(AuditNote, HasANumberAndAHash) {
    const auto hash = std::string(64, 'a');
    EXPECT_TRUE(is_note("12:" + hash));
    EXPECT_FALSE(is_note(":" + hash));
    EXPECT_FALSE(is_note("x:" + hash));
    EXPECT_FALSE(is_note("12:" + hash + "a"));
    EXPECT_FALSE(is_note(hash));
    EXPECT_FALSE(is_note(""));
}

}  // namespace
}  // namespace stayd::stayctl
