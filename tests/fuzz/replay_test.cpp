// The corpus of every fuzz target, once: what was found stays mended. New inputs are looked for by
// `./check --full fuzz`.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/fuzz/targets.hpp"

namespace stayd::fuzz {
namespace {

class Replay : public testing::TestWithParam<Target> {};

TEST_P(Replay, BearsItsWholeCorpus) {
    const auto folder = std::filesystem::path{STAYD_FUZZ_CORPUS} / GetParam().name;
    int inputs = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        SCOPED_TRACE(file.path().filename().string());
        std::ifstream stream(file.path(), std::ios::binary);
        const std::string input{std::istreambuf_iterator<char>(stream), {}};
        GetParam().run(input);
        ++inputs;
        // Cut anywhere as well: what a line gives up in the middle of.
        for (std::size_t size = 0; size < input.size(); size += 1 + input.size() / 64)
            GetParam().run(std::string_view{input}.substr(0, size));
    }
    EXPECT_GE(inputs, 3) << "the corpus is nearly empty";
}

INSTANTIATE_TEST_SUITE_P(Targets, Replay, testing::ValuesIn(targets().begin(), targets().end()),
                         [](const auto& target) { return std::string{target.param.name}; });

}  // namespace
}  // namespace stayd::fuzz
