#pragma once

#include <span>
#include <string>
#include <vector>

#include "tests/sim/mews/record_lists.hpp"

namespace stayd::sim {

/// What connector-api.md says of one list.
struct ListCase {
    std::string operation;
    std::string collection;
    Records table = nullptr;  ///< nullptr: order items
    std::string given;        ///< a filter that finds rows
    std::string missing;      ///< the parameter refused when there is no filter; empty: none is
    std::string ids;          ///< an id filter
    std::size_t limit = 1000;
    std::string interval;  ///< a time filter; empty: there is none
    int months = 3;
    bool has_activity = false;
    bool shows_deleted = true;  ///< without ActivityStates
    std::vector<std::string> fields;
};

/// Every list of records, and order items.
std::span<const ListCase> list_cases();

// Members of a request.
inline const std::string one_row = R"("Limitation":{"Count":1})";
inline const std::string thousand_rows = R"("Limitation":{"Count":1000})";
inline std::string interval(std::string_view name, UtcTime start, UtcTime end) {
    return '"' + std::string{name} + R"(":{"StartUtc":")" + to_iso8601(start) + R"(","EndUtc":")" +
           to_iso8601(end) + R"("})";
}

}  // namespace stayd::sim
