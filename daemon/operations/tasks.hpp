#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "model/pms.hpp"
#include "storage/database.hpp"

namespace stayd::operations {

enum class TaskStage { created, accepted, done };

/// A task of the staff: the box's own record. The PMS keeps a projection of it without priority,
/// assignee or room.
struct Task {
    Uuid id;
    std::string title;
    std::string description;
    std::optional<Uuid> department_id;
    std::optional<Uuid> room_id;
    int priority = 3;  ///< 1 emergency to 4 planned
    TaskStage stage = TaskStage::created;
    std::string assignee;
    UtcTime created{};
    std::string created_by;  ///< empty: it came from the PMS
    UtcTime due{};
    std::optional<UtcTime> done;
    std::string done_by;
    std::optional<Uuid> pms_id;
};

/// The PMS's tasks carry our id as a mark at the end of their name, to find out whether a create
/// went through (sync.md R21): "Cot in 305 ⟨s:0A1B2C3D4E⟩". Texts shown to people never carry it.
/// What does not fit into `limit` bytes with it is cut.
std::string marked(std::string_view title, const Uuid& change_id, std::size_t limit = 255);
std::string without_mark(std::string_view name);
/// The ten characters of the mark; empty when there is none.
std::string mark_of(std::string_view name);
std::string mark_for(const Uuid& change_id);

class Tasks {
  public:
    explicit Tasks(storage::Database& database) : database_(database) {}

    std::optional<Task> find(const Uuid& id);
    std::optional<Task> find_by_pms_id(const Uuid& pms_id);
    void insert(const Task& task);
    void accept(const Uuid& id, std::string_view assignee);
    void complete(const Uuid& id, UtcTime now, std::string_view by);
    void set_pms_id(const Uuid& id, const Uuid& pms_id);
    /// Takes over a task born in the PMS, or what changed of one; false when nothing differs. A
    /// task closed there is done here (hotel-domain.md 5.8).
    bool import(const model::PmsTask& row);

  private:
    storage::Database& database_;
};

/// Guests who stand at the desk, with the code the sign shows for them (hotel-domain.md 8.2: two
/// letters and two digits, without look-alikes, not derivable).
class GuestsWaiting {
  public:
    explicit GuestsWaiting(storage::Database& database) : database_(database) {}
    void start(const Uuid& reservation, UtcTime since, std::uint64_t random_bits);
    void stop(const Uuid& reservation);
    void stop_all_but_expected();  ///< whose stay is confirmed goes on waiting

  private:
    storage::Database& database_;
};

}  // namespace stayd::operations
