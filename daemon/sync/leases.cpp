#include "sync/leases.hpp"

namespace stayd::sync {

void keep_leases(mews::RateLimit& rate_limit, house::Door& door) {
    std::vector<mews::Lease> leases;
    for (const auto& [until, calls] : door.house().leases())
        leases.push_back({.until = SteadyTime{Duration{until}}, .calls = calls});
    rate_limit.restore(leases);
    rate_limit.keep_lease = [&door](const mews::Lease& lease) {
        return door.apply(house::CallsLeased{
            .until_steady_ms = lease.until.time_since_epoch().count(), .calls = lease.calls});
    };
}

}  // namespace stayd::sync
