#pragma once

#include <optional>

#include "journal/journal.hpp"

namespace stayd::journal {

/// The balance's own side: accepted and ended changes are counted when they are accepted and when
/// they end, in that transaction, never by their rows; those that wait are the rows. So a change
/// that is lost on its way, or ends twice, breaks accepted = confirmed + box only + replaced +
/// refused + waiting.
///
/// Counts a change that came into this stage. `before`: the stage it was in; none: it is new.
void count(storage::Database& database, std::optional<Stage> before, Stage after);

}  // namespace stayd::journal
