#pragma once

namespace stayd::sim {

/// How many kinds of change are counted otherwise than there are rows of them: none.
inline constexpr const char* wrong_change_counts =
    "SELECT count(*) FROM change_count WHERE changes <> "
    "(SELECT count(*) FROM change WHERE what IN ('Accepted', stage))";

}  // namespace stayd::sim
