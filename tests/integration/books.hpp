#pragma once

#include <boost/json.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "storage/database.hpp"
#include "tests/integration/staff.hpp"

namespace stayd::sim {

/// Three books of the same work: what staff were told, what the box has on its disk, and what was
/// done in the PMS.
struct Books {
    const std::vector<std::unique_ptr<Staff>>& staff;
    storage::Database& box;
    const boost::json::array& pms_writes;  ///< the simulator's, everybody's, oldest first
    const boost::json::array& pms_rooms;   ///< as they were before the first command
};

/// What comparing them gave. Every sentence of `wrong` is a broken promise.
struct Verdict {
    int sent = 0;
    int saved = 0;  ///< answered so
    int refused = 0;
    std::map<std::string, int> stages{};
    std::map<std::string, int> pms_writes{};  ///< ours, by kind
    int lost = 0;
    int doubled = 0;
    std::vector<std::string> wrong{};
};

/// When nothing waits any more.
Verdict compare(const Books& books);

/// Answered "saved", and not in the database: of those staff were told of since the last time.
class SavedOnDisk {
  public:
    explicit SavedOnDisk(const std::vector<std::unique_ptr<Staff>>& staff) : staff_(staff) {}
    int missing(storage::Database& database);

  private:
    const std::vector<std::unique_ptr<Staff>>& staff_;
    std::map<Uuid, bool> seen_;
};

}  // namespace stayd::sim
