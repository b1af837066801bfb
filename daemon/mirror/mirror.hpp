#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/pms.hpp"
#include "storage/database.hpp"

namespace stayd::mirror {

/// The tables that copy the PMS's lists. Each `put` writes only what differs: false means the row
/// was there, the same or newer, and nothing was written (sync.md R35).
class Mirror {
  public:
    explicit Mirror(storage::Database& database) : database_(database) {}

    bool put(const model::Enterprise& row);
    bool put(const model::Service& row);
    bool put(const model::Resource& row);
    bool put(const model::ResourceCategory& row);
    bool put(const model::ResourceCategoryAssignment& row);
    bool put(const model::AgeCategory& row);
    bool put(const model::Department& row);
    bool put(const model::Reservation& row);
    bool put(const model::Companionship& row);
    bool put(const model::Customer& row);
    bool put(const model::PmsTask& row);

    std::optional<model::Enterprise> enterprise();
    std::optional<model::Resource> resource(const Uuid& id);
    std::optional<model::Reservation> reservation(const Uuid& id);
    std::optional<model::PmsTask> pms_task(const Uuid& id);
    /// What the box itself made true in the PMS a moment ago; the next read brings the rest of the
    /// row.
    /// Pages the PMS made before `sent`, when the write left, are older than it and no longer
    /// taken.
    void set_resource_state(const Uuid& id, model::ResourceState state,
                            std::optional<UtcTime> sent);
    void set_reservation_started(const Uuid& id, UtcTime started, std::optional<UtcTime> sent);
    void set_task_closed(const Uuid& id, UtcTime closed);

    std::vector<Uuid> bookable_services();
    std::vector<Uuid> categories();
    /// Customers that stays or companionships name and the mirror does not hold; those of the
    /// earliest arrivals first.
    std::vector<Uuid> customers_wanted(UtcTime ends_after, std::size_t limit);
    /// Stays in house or arriving in [from, to): those whose companions the desk needs.
    std::vector<Uuid> reservations_near(UtcTime from, UtcTime to);
    std::vector<Uuid> open_pms_tasks(std::size_t limit);
    /// Companionships of these stays that were not among `seen` are gone in the PMS, where
    /// deletions do not show. Returns the stays that lost one.
    std::vector<Uuid> keep_companionships(const std::vector<Uuid>& reservations,
                                          const std::vector<Uuid>& seen);
    std::int64_t row_count(std::string_view stream_name);

  private:
    storage::Database& database_;
};

/// One list we follow. `watermark`: when the last complete read of it began, by the PMS's clock
/// (sync.md R33).
struct Stream {
    std::string name;
    std::optional<UtcTime> watermark;
    std::optional<UtcTime> complete;
    std::string trouble;
};

class Streams {
  public:
    explicit Streams(storage::Database& database) : database_(database) {}
    std::optional<Stream> find(std::string_view name);
    std::vector<Stream> all();
    /// The watermark never goes back.
    void completed(std::string_view name, UtcTime watermark, UtcTime now);
    void troubled(std::string_view name, std::string_view trouble);

  private:
    storage::Database& database_;
};

}  // namespace stayd::mirror
