#pragma once

#include <span>
#include <string>

#include "insight/completeness.hpp"

namespace stayd::house {

/// How the completeness of a person and of a stay stands in the database, and what is said of a
/// field.
std::string profile_to_json(const insight::Completeness::Person& person,
                            const insight::Market& market);
insight::Part part_from_json(const std::string& text);
/// `profiles`: a sum of what stands of the persons.
std::string stay_score_to_json(const insight::StayScore& score, int missing_persons,
                               std::span<const Uuid> persons, std::uint32_t profiles,
                               const insight::Market& market);

std::string field_to_json(const insight::Field& field);

}  // namespace stayd::house
