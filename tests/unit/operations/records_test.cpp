#include "operations/records.hpp"

#include <gtest/gtest.h>

#include <set>

namespace stayd::operations {
namespace {

struct Said {
    const char* name;
    std::string value;
    const char* fault;
};

class WhatCanBeRecorded : public testing::TestWithParam<Said> {};

TEST_P(WhatCanBeRecorded, IsWhatItsEntrySays) {
    const auto* entry = find_record(GetParam().name);
    ASSERT_NE(entry, nullptr);
    EXPECT_EQ(fault_of_record(*entry, GetParam().value), GetParam().fault);
}

INSTANTIATE_TEST_SUITE_P(
    , WhatCanBeRecorded,
    testing::Values(Said{"eta", "2015-09-17T17:30:00Z", ""},
                    Said{"eta", "half past five", "The arrival time is no point in time."},
                    Said{"eta", "1442511000000", "The arrival time is no point in time."},
                    Said{"requests_triaged", "all", ""},
                    Said{"requests_triaged", "al", "The requests can be: some all done."},
                    Said{"requests_triaged", "some all", "The requests can be: some all done."},
                    Said{"signature", "refused", ""}, Said{"signature", "", ""},
                    Said{"kinship", std::string(100, 'x'), ""},
                    Said{"kinship", std::string(101, 'x'),
                         "The relation to the adult is longer than 100 characters."}));

TEST(RecordEntries, HaveANameEachAndATitle) {
    std::set<std::string_view> names;
    for (const auto& entry : record_entries()) {
        EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
        EXPECT_FALSE(entry.title.empty()) << entry.name;
        EXPECT_EQ(find_record(entry.name), &entry);
    }
    EXPECT_EQ(find_record("shoe_size"), nullptr);
}

TEST(AMoment, IsKeptAsFactsReadIt) {
    EXPECT_EQ(stored_record("eta", "2015-09-17T17:30:00Z"), "1442511000000");
    EXPECT_EQ(stored_record("kinship", "2015-09-17T17:30:00Z"), "2015-09-17T17:30:00Z");
}

}  // namespace
}  // namespace stayd::operations
