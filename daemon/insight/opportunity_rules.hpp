#pragma once

#include <span>
#include <string>
#include <vector>

#include "insight/opportunity_file.hpp"
#include "rules/book.hpp"
#include "storage/database.hpp"

namespace stayd::insight {

/// opportunities/*.toml as they are shipped, by id.
OfferFile shipped_offers();
/// These and, over them, the `[[opportunity]]` of a hotel's own files: of one id the later file's
/// counts, whole. One with a mistake is left out, so that the shipped one stands.
OfferFile offers_with(storage::Database& database, std::span<const rules::Source> files);

/// What is wrong with the shipped rules: expressions that do not fit the facts, or prices made of
/// what a person is (guardrail 7).
std::vector<std::string> faults_of_shipped_offers(storage::Database& database);

}  // namespace stayd::insight
