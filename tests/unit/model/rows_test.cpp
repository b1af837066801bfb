#include "model/rows.hpp"

#include <gtest/gtest.h>

namespace stayd::model {
namespace {

const Uuid id{{1, 2, 3}};
const Uuid other_id{{9, 8, 7}};

struct RowsTest : testing::Test {
    void begin(std::string_view name) {
        rows.begin();
        rows.set(rows.entry().column("name"), name);
    }
    std::uint64_t hash_with(std::string_view name, std::string_view rest) {
        begin(name);
        rows.rest(rest);
        rows.end(id);
        return rows[rows.size() - 1].content_hash();
    }

    Rows rows{List::departments};
};

TEST_F(RowsTest, GiveBackWhatWasSet) {
    begin("Spa");
    rows.set(rows.entry().column("is_active"), std::int64_t{1});
    rows.rest(R"({"Ordering":3})");
    rows.end(id);
    begin("Bar");
    rows.end(other_id);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].id(), id);
    EXPECT_EQ(rows[0].cell("name").bytes(), "Spa");
    EXPECT_EQ(rows[0].cell("is_active").integer(), 1);
    EXPECT_TRUE(rows[0].cell("updated_utc_ms").is_null());
    EXPECT_EQ(rows[0].rest(), R"({"Ordering":3})");
    EXPECT_EQ(rows[1].id(), other_id);
    EXPECT_EQ(rows[1].cell("name").bytes(), "Bar");
    EXPECT_TRUE(rows[1].cell("is_active").is_null());
    EXPECT_EQ(rows[1].rest(), "{}");
}

TEST_F(RowsTest, TakeNoRestForAnEmptyObject) {
    begin("Spa");
    rows.rest("");
    rows.end(id);
    EXPECT_EQ(rows[0].rest(), "{}");
    EXPECT_EQ(rows[0].content_hash(), hash_with("Spa", "{}"));
}

TEST_F(RowsTest, HashTheSameContentAlikeAndAnyOtherNot) {
    const auto hash = hash_with("Spa", R"({"a":1})");
    EXPECT_EQ(hash, hash_with("Spa", R"({"a":1})"));
    EXPECT_NE(hash, hash_with("Bar", R"({"a":1})"));
    EXPECT_NE(hash, hash_with("Spa", R"({"a":2})"));
    EXPECT_NE(hash_with("", "{}"), [this] {
        rows.begin();
        rows.end(id);
        return rows[rows.size() - 1].content_hash();
    }()) << "an empty text is not NULL";
}

TEST_F(RowsTest, ForgetARowThatWasGivenUp) {
    begin("Spa");
    rows.abandon();
    EXPECT_TRUE(rows.empty());
    rows.begin();
    rows.end(id);
    EXPECT_TRUE(rows[0].cell("name").is_null());
}

TEST_F(RowsTest, MakeAnIdFromTheKeyOfAListWithoutIds) {
    const auto id_of = [](const Uuid& customer, const Uuid& related, std::string_view word) {
        Rows relationships{List::customer_relationships};
        const auto& entry = relationships.entry();
        relationships.begin();
        relationships.set(entry.column("customer_uid"), customer);
        relationships.set(entry.column("related_customer_uid"), related);
        relationships.set(entry.column("relationship"), word);
        relationships.end_by_key();
        return relationships[0].id();
    };
    EXPECT_EQ(id_of(id, other_id, "Father"), id_of(id, other_id, "Mother"));
    EXPECT_NE(id_of(id, other_id, "Father"), id_of(other_id, id, "Father"));
}

TEST_F(RowsTest, AreReadAfterTheyMoved) {
    begin("Spa");
    rows.end(id);
    const auto moved = std::move(rows);
    EXPECT_EQ(moved[0].cell("name").bytes(), "Spa");
}

}  // namespace
}  // namespace stayd::model
