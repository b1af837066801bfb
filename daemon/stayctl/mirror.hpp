#pragma once

#include <string>
#include <vector>

#include "stayctl/asking.hpp"

namespace stayd::stayctl {

/// Compares lists with the PMS and prints what differed; waits until that is done, and says
/// meanwhile where it stands. All lists without any. Gives the exit code.
int verify(const Ask& ask, const std::vector<std::string>& wanted);
/// Throws the copy of lists away and waits until they are read anew.
int rebuild(const Ask& ask, const std::vector<std::string>& wanted, bool is_sure);

}  // namespace stayd::stayctl
