#pragma once

#include <array>
#include <string_view>

#include "mews/connector.hpp"

namespace stayd::mews {

/// A member that a list's request always carries.
struct ExtraMember {
    std::string_view name;  ///< empty: no further member
    std::string_view json;
};

/// The filter without which the PMS refuses to answer a list.
enum class MustFilter { none, parents, ids_or_parents, any };

/// How one list is asked for and answered (connector-api.md, the list's own section).
struct ListShape {
    List list;
    std::string_view name;
    std::string_view path;        ///< below /api/connector/v1/
    std::string_view collection;  ///< the member of the answer that holds the rows
    std::string_view ids;         ///< the filter by the list's own ids
    std::string_view parents{};   ///< the filter by the ids of what the rows belong to; empty: none
    bool updated = true;          ///< has the filter UpdatedUtc
    bool created = false;
    bool closed = false;
    bool colliding = false;
    MustFilter must = MustFilter::none;
    std::array<ExtraMember, 2> extras{};
};

constexpr std::size_t most_ids = 1000;

const ListShape& shape_of(List list);
/// Whether the PMS would answer: a request without the filter that its list must have asks for
/// nothing.
bool asks_for_something(const ListRequest& request);

}  // namespace stayd::mews
