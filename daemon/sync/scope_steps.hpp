#pragma once

#include <vector>

#include "house/door.hpp"
#include "mews/connector.hpp"
#include "sync/link.hpp"

namespace stayd::sync {

/// One step of a read of a list's whole scope: what is asked, and where the next one begins.
struct Step {
    std::vector<mews::ListRequest> requests;
    std::int64_t next = 1;
    std::int64_t of = 1;
    bool last = true;
    bool resumable = false;  ///< the same request stands behind the same number
};

/// Cuts the whole scope of a list into steps, as its entry says (`First`): what today needs first.
/// Asks nothing itself; the same mirror, day and scan give the same step.
class ScopeSteps {
  public:
    ScopeSteps(house::Door& door, Scope scope) : door_(door), scope_(scope) {}

    Step plan(const model::ListEntry& entry, const mirror::Scan& scan, bool is_sweep);
    Step by_parents(const model::ListEntry& entry, std::int64_t from);
    std::vector<mews::ListRequest> in_chunks(const mews::ListRequest& request,
                                             const std::vector<Uuid>& parents) const;
    mirror::Near near() const;

  private:
    Step by_windows(const model::ListEntry& entry, const mirror::Scan& scan,
                    std::optional<mews::Interval> mews::ListRequest::* filter,
                    const std::vector<mews::Interval>& windows);
    Step by_own_rows(const model::ListEntry& entry, const mirror::Scan& scan);

    house::Door& door_;
    Scope scope_;
};

}  // namespace stayd::sync
