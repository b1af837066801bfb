#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "storage/fence.hpp"
#include "tests/unit/insight/knowing.hpp"

namespace stayd::insight {
namespace {

TEST(Facts, EveryColumnSaysWhatItIs) {
    Knowing knowing;
    for (const auto subject : rules::all_subjects) {
        std::map<std::string, std::string> said;
        for (const auto& column : columns_of(subject)) said[column.name] = column.says;
        const auto columns = storage::columns_of(knowing.hotel.database, rules::facts_of(subject));
        EXPECT_FALSE(columns.empty()) << rules::facts_of(subject);
        for (const auto& column : columns) {
            if (column == "uid") continue;
            EXPECT_FALSE(said[column].empty()) << rules::facts_of(subject) << "." << column;
        }
    }
}

TEST(Facts, WhatOffersAskForSaysWhatItIsToo) {
    Knowing knowing;
    std::set<std::string> said;
    for (const auto& column : columns_of(rules::Subject::stay)) said.insert(column.name);
    for (const auto& column : columns_of("offer_facts")) {
        EXPECT_FALSE(column.says.empty()) << column.name;
        said.insert(column.name);
    }
    for (const auto& column : storage::columns_of(knowing.hotel.database, "offer_facts"))
        EXPECT_TRUE(column == "uid" || said.contains(column)) << column;
}

TEST(Facts, AreAllToldHoweverManyThereAre) {
    Knowing knowing;
    auto guest = knowing.hotel.guest("O'Brien {}", "Ann");
    const auto room = knowing.hotel.room("2\"04");
    const auto stay = guest.arrives_today(room);
    knowing.moments.begin(knowing.hotel.now);
    using rules::Subject;
    for (const auto& [subject, uid] : {std::pair{Subject::stay, stay.id},
                                       {Subject::person, guest.id},
                                       {Subject::room, room.id},
                                       {Subject::house, Uuid{}}}) {
        const auto told = boost::json::parse(knowing.book.facts(subject, uid)).as_object();
        const auto columns = storage::columns_of(knowing.hotel.database, rules::facts_of(subject));
        ASSERT_EQ(told.size(), columns.size()) << rules::facts_of(subject);
        for (std::size_t at = 0; at < columns.size(); ++at)
            EXPECT_EQ(std::next(told.begin(), static_cast<std::ptrdiff_t>(at))->key(), columns[at]);
    }
    EXPECT_EQ(boost::json::parse(knowing.book.facts(Subject::stay, stay.id)).at("room"), "2\"04");
}

}  // namespace
}  // namespace stayd::insight
