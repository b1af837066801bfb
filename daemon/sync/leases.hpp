#pragma once

#include "house/door.hpp"
#include "mews/rate_limit.hpp"

namespace stayd::sync {

/// What the rate limit takes in advance is written down in the house, and what former runs took
/// counts as spent (sync.md R46). Once, before the first call.
void keep_leases(mews::RateLimit& rate_limit, house::Door& door);

}  // namespace stayd::sync
