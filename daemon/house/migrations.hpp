#pragma once

#include <span>

#include "storage/migrator.hpp"

namespace stayd::house {

/// The steps of migrations/*.sql, embedded when the program is built.
std::span<const storage::Migration> migrations();

}  // namespace stayd::house
