#pragma once

#include <fstream>
#include <iterator>
#include <string>

namespace stayd::mews {

/// A recorded answer: tests/data/mews/<name>.json.
inline std::string recorded(const std::string& name) {
    std::ifstream file{std::string{STAYD_TEST_DATA} + "/mews/" + name + ".json"};
    return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace stayd::mews
