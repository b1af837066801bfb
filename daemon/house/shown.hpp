#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/uuid.hpp"
#include "storage/database.hpp"

namespace stayd::house {

/// What is shown to devices: each of these is one retained topic (or one a thing), a function of
/// the database.
enum class ShownKind {
    status = 1,
    directory,
    room,
    arrival,
    task,
    change,
    dashboard,
    lobby_sign,
    finding,
    opportunity,
    rule
};

struct ShownThing {
    ShownKind kind;
    Uuid id;  ///< nil for those of which there is one
    std::uint64_t revision = 0;

    bool operator==(const ShownThing&) const = default;
};

struct ShownThingHash {
    std::size_t operator()(const ShownThing& thing) const noexcept {
        return std::hash<Uuid>{}(thing.id) ^ static_cast<std::size_t>(thing.kind);
    }
};

/// Which shown things a commit touched, in the order of their revision. The publisher asks what is
/// new and computes it from the tables; it keeps no queue that could be lost. The `touch…` calls
/// belong to `House::apply`; they follow the arrows of dependence: a room changes its arrivals, an
/// arrival its room, each of them what names it (findings, offers, tasks, changes on their way),
/// everything that is counted the dashboard.
class Shown {
  public:
    explicit Shown(storage::Database& database) : database_(database) {}

    void touch(ShownKind kind, const Uuid& id = {});
    void touch_room(const Uuid& room);
    void touch_arrival(const Uuid& reservation);
    void touch_task(const Uuid& task);
    void touch_change(const Uuid& change);
    /// And its findings and offers.
    void touch_arrivals_of_account(const Uuid& account);
    void touch_findings_of(const Uuid& subject);
    /// And the findings that say it.
    void touch_rule(const std::string& id, const Uuid& uid);
    /// All of the kind that were shown since they were last pruned.
    void touch_shown(ShownKind kind);
    /// Everything, as after a new day or a new name for a category.
    void touch_all();

    /// In this transaction, in order.
    std::span<const ShownThing> touched() const { return touched_; }

    /// Gives what was touched its revisions, each thing once: the last act of a transaction. False
    /// when nothing was.
    bool write();
    void forget();  ///< the transaction was rolled back

    /// Forgets what left its board during the day that ends now.
    void prune();

    std::uint64_t epoch();
    std::uint64_t revision();
    /// Things touched after `revision`, oldest first.
    std::vector<ShownThing> since(std::uint64_t revision);
    std::vector<ShownThing> all() { return since(0); }

  private:
    bool may_be_shown(const ShownThing& thing);
    void touch_what_names_them();
    void touch_what_names_stay(const Uuid& stay);
    void touch_what_names_room(const Uuid& room);
    void touch_changes_that_name_them();
    void touch_each(ShownKind kind, storage::Statement query);
    storage::Database& database_;
    std::vector<ShownThing> touched_;
    std::unordered_set<ShownThing, ShownThingHash> known_;  ///< the same, to keep doubles out
    bool all_touched_ = false;                              ///< and with it whatever names anything
};

}  // namespace stayd::house
