#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/unit/sim/list_cases.hpp"
#include "tests/unit/sim/pms_client.hpp"

namespace stayd::sim {
namespace {

const std::string nobody = R"("5d0c2a2e-0000-4000-8000-000000000000")";
const Stamp by_staff{city_hotel_morning(), Actor::other_user};

std::string repeated(const std::string& name, std::size_t count) {
    std::string list = '"' + name + "\":[" + nobody;
    for (std::size_t i = 1; i < count; ++i) list += "," + nobody;
    return list + "]";
}

/// Marks like $STAY$ stand for ids of the morning's hotel.
std::string filled(std::string members, const Hotel& hotel) {
    const auto parent = [](const Table<Record>& table, std::string_view member) {
        return *id_in(table.rows().front(), member);
    };
    const std::pair<std::string_view, Uuid> marks[] = {
        {"$STAY$", hotel.services.rows().front().id},
        {"$FOOD$", hotel.services.rows().back().id},
        {"$FEATURE$", hotel.resource_features.rows().front().id},
        {"$RELATED$", parent(hotel.relationships, "CustomerId")},
        {"$ADDRESSED$", parent(hotel.addresses, "AccountId")},
        {"$KNOWN$", parent(hotel.identity_documents, "CustomerId")},
        {"$NOTED$", parent(hotel.service_order_notes, "OrderId")},
        {"$PAID$", parent(hotel.payments, "AccountId")},
        {"$THREAD$", hotel.message_threads.rows().front().id},
        {"$PROGRAM$", hotel.loyalty_programs.rows().front().id},
        {"$GROUP$", hotel.reservation_groups.rows().front().id}};
    for (const auto& [mark, id] : marks) {
        for (auto at = members.find(mark); at != std::string::npos; at = members.find(mark))
            members.replace(at, mark.size(), quoted(id));
    }
    return members;
}

std::string joined(const std::string& left, const std::string& right) {
    return left.empty() || right.empty() ? left + right : left + "," + right;
}

class RecordList : public ::testing::TestWithParam<ListCase> {
  protected:
    Answer call(const std::string& members) { return client.call(GetParam().operation, members); }
    json::array rows(const std::string& members) {
        const auto answer = call(joined(members, thousand_rows));
        EXPECT_EQ(answer.status(), 200) << answer.response.body;
        return answer.status() == 200 ? answer.rows(GetParam().collection) : json::array{};
    }
    std::string given() { return filled(GetParam().given, client.pms.hotel()); }
    Table<Record>& table() { return client.pms.hotel().*GetParam().table; }

    PmsClient client;
};

TEST_P(RecordList, HasEveryDocumentedFieldAndNoOther) {
    const auto answer = call(joined(given(), one_row));
    ASSERT_EQ(answer.status(), 200) << answer.response.body;
    const auto& row = answer.rows(GetParam().collection).at(0).as_object();
    std::set<std::string> shown;
    for (const auto& member : row) shown.emplace(member.key());
    EXPECT_EQ(shown, (std::set<std::string>{GetParam().fields.begin(), GetParam().fields.end()}));
    if (row.contains("Id")) {
        EXPECT_EQ(answer.body.at("Cursor"), row.at("Id"));
    }
    EXPECT_TRUE(client.pms.client_faults().empty());
}

TEST_P(RecordList, RefusesByNameWhatIsMissing) {
    const auto& missing = GetParam().missing;
    const auto answer = call(one_row);
    EXPECT_EQ(answer.status(), missing.empty() ? 200 : 400);
    if (!missing.empty()) {
        EXPECT_EQ(answer.message(), "Invalid " + missing + ".");
    }
    EXPECT_EQ(call(given()).message(), "Invalid Limitation.");
}

TEST_P(RecordList, TakesSoManyIdsAndNotOneMore) {
    const auto& [ids, limit] = std::pair{GetParam().ids, GetParam().limit};
    const auto others = GetParam().missing == ids ? "" : joined(given(), one_row);
    const auto members = others.empty() ? one_row : others;
    EXPECT_EQ(call(joined(members, repeated(ids, limit))).status(), 200);
    const auto refused = call(joined(members, repeated(ids, limit + 1)));
    EXPECT_EQ(refused.status(), 400);
    EXPECT_EQ(refused.message(), "Invalid " + ids + ".");
}

TEST_P(RecordList, TakesIntervalsOfSoManyMonthsAndNotASecondMore) {
    const auto& name = GetParam().interval;
    const auto end = city_hotel_morning();
    if (name.empty()) {
        EXPECT_EQ(call(joined(joined(given(), one_row), interval("UpdatedUtc", end, end))).status(),
                  200);
        EXPECT_EQ(client.pms.client_faults().size(), 1U) << "there is no such parameter";
        return;
    }
    const auto start = add_months(end, -GetParam().months);
    EXPECT_EQ(call(joined(joined(given(), one_row), interval(name, start, end))).status(), 200);
    const auto refused = call(joined(joined(given(), one_row), interval(name, start - 1s, end)));
    EXPECT_EQ(refused.status(), 400);
    EXPECT_EQ(refused.message(), "Invalid " + name + ".");
}

TEST_P(RecordList, NotesAParameterItDoesNotKnow) {
    EXPECT_EQ(call(joined(joined(given(), one_row), R"("Foo":true)")).status(), 200);
    EXPECT_EQ(client.pms.client_faults().count("/api/connector/v1/" + GetParam().operation +
                                               ": Foo is no parameter here"),
              1U);
}

TEST_P(RecordList, PagesNewestFirstThroughEveryRowOnce) {
    const auto at_once =
        client.read_all(GetParam().operation, GetParam().collection, given(), 1000);
    const auto count = static_cast<int>(std::min<std::size_t>(at_once.size() / 4 + 1, 700));
    EXPECT_EQ(client.read_all(GetParam().operation, GetParam().collection, given(), count),
              at_once);
    if (GetParam().table == nullptr) return;
    std::set<std::string> shown;
    std::size_t newer = table().size();
    for (const auto& row : at_once) {
        if (!row.as_object().contains("Id")) return;
        const auto place = table().place_of(*Uuid::parse(std::string{row.at("Id").as_string()}));
        EXPECT_LT(*place, newer);
        newer = *place;
    }
}

TEST_P(RecordList, TellsActiveFromDeletedWhereItHasStates) {
    if (!GetParam().has_activity) return;
    const auto first = call(joined(given(), one_row)).rows(GetParam().collection).at(0);
    const auto id = *Uuid::parse(std::string{first.at("Id").as_string()});
    client.pms.desk().erase(GetParam().table, id, by_staff);
    const auto members = joined(given(), '"' + GetParam().ids + "\":[" + quoted(id) + "]");
    EXPECT_EQ(rows(joined(members, R"("ActivityStates":["Active"])")).size(), 0U);
    EXPECT_EQ(rows(joined(members, R"("ActivityStates":["Deleted"])")).size(), 1U);
    EXPECT_EQ(rows(joined(members, R"("ActivityStates":["Active","Deleted"])")).size(), 1U);
    EXPECT_EQ(rows(members).size(), GetParam().shows_deleted ? 1U : 0U);
}

TEST_P(RecordList, GoesOnFromACursorWhoseRowWasDeleted) {
    if (GetParam().table == nullptr) return;
    const auto members = given();
    const auto all = rows(members);
    const auto page = call(joined(members, one_row));
    const auto cursor = page.body.at("Cursor").as_string();
    const auto& kind = kind_of(GetParam().table);
    client.pms.desk().erase(GetParam().table, *Uuid::parse(std::string{cursor}), by_staff);
    EXPECT_EQ(rows(members).size(),
              all.size() - (kind.vanishes || !GetParam().shows_deleted ? 1 : 0));
    const auto rest = call(joined(
        given(), R"("Limitation":{"Count":1000,"Cursor":")" + std::string{cursor} + R"("})"));
    ASSERT_EQ(rest.status(), 200) << rest.response.body;
    EXPECT_EQ(rest.rows(GetParam().collection), json::array(all.begin() + 1, all.end()));
}

INSTANTIATE_TEST_SUITE_P(, RecordList, ::testing::ValuesIn(list_cases()),
                         [](const auto& row) { return row.param.collection; });

TEST(RecordLists, ServeEveryKindThatTheHotelKeeps) {
    EXPECT_EQ(record_kinds().size(), list_cases().size() - 1);
    for (const auto& kind : record_kinds())
        EXPECT_NE(std::ranges::find(list_cases(), kind.table, &ListCase::table), list_cases().end())
            << kind.noun;
}

}  // namespace
}  // namespace stayd::sim
