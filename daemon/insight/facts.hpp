#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/book.hpp"
#include "storage/database.hpp"

namespace stayd::insight {

/// The fact views of facts/*.sql (`stay_facts`, `person_facts` …) and the functions they and
/// conditions call, on this connection. What staff wrote and the PMS does not have yet is in them.
/// After the tables, and after `rules::Moments`; outlives the statements.
void open_facts(storage::Database& database);

/// Of the views and criteria as they are shipped: another one, other conclusions.
std::uint32_t fingerprint();

/// What conditions may call: the pure functions of functions.hpp.
std::vector<std::string> functions_of_conditions();

/// The rules of rules/*.toml, as they are shipped.
std::span<const rules::Source> shipped_rules();

/// One column of a fact view, from the comment beside it.
struct FactColumn {
    std::string name;
    std::string says;  ///< meaning, unit, when it is NULL
};
std::vector<FactColumn> columns_of(rules::Subject subject);
/// Of one view alone.
std::vector<FactColumn> columns_of(std::string_view view);

}  // namespace stayd::insight
