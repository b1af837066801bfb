#pragma once

#include <string>

#include "insight/readiness.hpp"

namespace stayd::house {

/// How the readiness of a stay stands in the database.
std::string readiness_to_json(const insight::Readiness& readiness);
insight::Readiness readiness_from_json(const std::string& text);

}  // namespace stayd::house
