#pragma once

#include <boost/json.hpp>

#include "model/rows.hpp"

namespace stayd::mews {

/// The PMS's row again, from its columns and `rest`: the proof that nothing was lost.
boost::json::object reconstruct(const model::Rows::Row& row, const model::ListEntry& entry);
/// As two rows are compared: no null members, ids in lower case.
boost::json::object comparable(boost::json::object row);

}  // namespace stayd::mews
