#include <gtest/gtest.h>

#include <set>
#include <string>

#include "operations/tasks.hpp"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::operations {
namespace {

using sim::id_of;

bool is_whole_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if ((lead & 0xC0) == 0x80 || i + length > text.size()) return false;
        for (std::size_t k = 1; k < length; ++k) {
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
        }
        i += length;
    }
    return true;
}

TEST(TaskMark, GoesIntoTheNameAndOutAgain) {
    const auto id = id_of("change");
    const auto name = marked("Cot in 305", id);
    EXPECT_EQ(name, "Cot in 305 \u27E8s:" + mark_for(id) + "\u27E9");
    EXPECT_EQ(mark_of(name), mark_for(id));
    EXPECT_EQ(without_mark(name), "Cot in 305");
}

TEST(TaskMark, IsTenCharactersWithoutLookAlikes) {
    std::set<std::string> marks;
    for (int i = 0; i < 1000; ++i) {
        const auto mark = mark_for(id_of("change " + std::to_string(i)));
        EXPECT_EQ(mark.size(), 10U);
        EXPECT_EQ(mark.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), std::string::npos)
            << mark;
        marks.insert(mark);
    }
    EXPECT_EQ(marks.size(), 1000U);
}

TEST(TaskMark, DoesNotChangeFromOneVersionToTheNext) {
    // Marks stand in the PMS: another way of making them would not find its own tasks again.
    const auto id = Uuid::parse("0198fe2a-1111-7222-8333-444455556666").value();
    EXPECT_EQ(mark_for(id), "ER8SH27J6T");
}

class LongTitle : public testing::TestWithParam<const char*> {};

TEST_P(LongTitle, IsCutBetweenTwoCharacters) {
    for (std::size_t lead = 0; lead < 4; ++lead) {
        std::string title(lead, 'a');
        while (title.size() < 400) title += GetParam();
        const auto name = marked(title, id_of("change"));
        EXPECT_LE(name.size(), 255U);
        EXPECT_GT(name.size(), 250U);
        EXPECT_TRUE(is_whole_utf8(name));
        EXPECT_EQ(mark_of(name), mark_for(id_of("change")));
        EXPECT_TRUE(title.starts_with(without_mark(name)));
    }
}

INSTANTIATE_TEST_SUITE_P(, LongTitle, testing::Values("x", "é", "€", "🛏"));

TEST(TaskMark, LeavesATitleThatFitsWhole) {
    // 255 less a blank and the mark's 18 bytes.
    const std::string title(236, 'x');
    EXPECT_EQ(without_mark(marked(title, id_of("change"))), title);
    EXPECT_EQ(marked(title, id_of("change")).size(), 255U);
}

class NameWithoutMark : public testing::TestWithParam<const char*> {};

TEST_P(NameWithoutMark, StaysAsItIs) {
    EXPECT_EQ(mark_of(GetParam()), "");
    EXPECT_EQ(without_mark(GetParam()), GetParam());
}

INSTANTIATE_TEST_SUITE_P(, NameWithoutMark,
                         testing::Values("", "Cot in 305", "Cot ⟨s:0A1B2C3D4E⟩ moved",
                                         "Cot ⟨s:0A1B2C3D⟩", "Cot <s:0A1B2C3D4E>", "⟩",
                                         "Cot ⟨s:0A1B2C3D4E"));

}  // namespace
}  // namespace stayd::operations
