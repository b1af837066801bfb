#pragma once

#include <string>

#include "insight/completeness_files.hpp"

/// Fields and a market's law as expressions over person_known.
namespace stayd::insight {

/// 1 when this person must be registered; of unknown age and nationality too.
std::string registrable_sql(const Market& market);
/// 1 when the market's law asks this field of this person.
std::string required_sql(const Field& field, const Market& market);
/// 0, 1 or 2; NULL where the field does not apply.
std::string quality_sql(const Field& field, const Market& market);

/// The text of facts/person_facts.sql for a market.
std::string person_facts_sql(const Catalogue& catalogue, const Market& market);

}  // namespace stayd::insight
