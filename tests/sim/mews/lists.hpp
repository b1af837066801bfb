#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "tests/sim/mews/hotel.hpp"
#include "tests/sim/mews/parameters.hpp"

namespace stayd::sim {

struct ListAnswer {
    json::object body{};
    bool is_empty = false;  ///< nothing returned: what `Prefer: return=minimal` answers with 204
};

/// One paginated read: newest first, from after the row the cursor names. Which filters a list has,
/// what it demands and where its rows come from is one row of the table in lists.cpp.
struct ListOperation {
    std::string_view path;  ///< below /api/connector/v1/
    std::function<ListAnswer(const Hotel&, Parameters&)> answer;
};

std::span<const ListOperation> list_operations();

}  // namespace stayd::sim
