#pragma once

#include <string>
#include <vector>

#include "journal/kinds.hpp"
#include "stayd/v1/command.pb.h"
#include "tests/sim/mews/pms.hpp"

namespace stayd::sim {

/// As ids stand in messages.
std::string bytes_of(const Uuid& id);

/// What staff can ask for, of one kind, by what the PMS has at that moment: which room, which stay,
/// which guest. The box may know it otherwise and say no. `word` stands in the texts, so that what
/// came of a command can be told from all else. Empty for what is not about the PMS.
std::vector<v1::Command> possible_acts(journal::Kind kind, const Pms& pms, UtcTime now,
                                       const std::string& word);

}  // namespace stayd::sim
