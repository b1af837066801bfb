#pragma once

#include "house/house.hpp"

namespace stayd::sync {

/// The PMS's id of what the change is about: of a guest whose profile was merged meanwhile the one
/// that is left, of what our own change has made what came of it.
Uuid subject_of(house::House& house, const journal::Change& change);

}  // namespace stayd::sync
