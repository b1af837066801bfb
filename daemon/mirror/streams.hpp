#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/list.hpp"
#include "storage/database.hpp"

namespace stayd::mirror {

/// A read of a list's whole scope under way: the first one, or a sweep. Saved with the rows it
/// brought, so that it goes on where it stopped (sync.md R33, R37).
struct Scan {
    UtcTime began{};         ///< before its first page, by the PMS's clock: the watermark to be
    std::int64_t step = 0;   ///< how far: windows done, or the place of the last parent done
    std::int64_t steps = 0;  ///< of how many; 0 while unknown
    int calls = 0;
    std::int64_t rows = 0;
    std::int64_t changed = 0;  ///< of them, new or other than the mirror's: `House` counts them
    std::optional<std::string>
        cursor{};  ///< the page after the last one that was applied in this step
    UtcTime saved{};

    int percent() const;  ///< an estimate, 0 to 100; 0 while unknown
    /// An estimate by the calls made so far; nullopt while they say nothing.
    std::optional<int> calls_left() const;
};

/// Why a list is not read as it should be.
enum class Trouble {
    none,
    failing,      ///< the line, the PMS or its answer: tried again
    not_allowed,  ///< the PMS refuses this operation to our token: asked again once a day
    unreadable,   ///< rows, or whole answers, that we cannot read
};
std::string_view to_text(Trouble trouble);

/// One list we follow, and how fresh it is. `watermark`: when the last read of what has changed
/// began, by the PMS's clock; all that the mirror holds of the list is as the PMS had it then, or
/// newer. `swept`: when the whole scope was last read to its end; before the first time the list is
/// incomplete, and followed as soon as a scan has begun.
struct Stream {
    model::List list{};
    std::optional<UtcTime> watermark{};
    std::optional<UtcTime> complete{};  ///< end of the last read of what has changed
    std::int64_t rows = 0;              ///< in the mirror
    std::int64_t generation = 1;        ///< grows when the list is read anew from nothing (R38)
    std::optional<Scan> scan{};
    /// While no scan is under way: behind the last parent whose rows were read. Those that came
    /// after it are new, and nothing they have says so by its time of update.
    std::int64_t parents_read = 0;
    std::optional<UtcTime> swept{};
    std::int64_t sweep_differences = 0;  ///< rows the last sweep found different from the PMS
    std::int64_t late = 0;  ///< rows that became visible after the overlap had passed (R34)
    Duration worst_lag{0};  ///< of a late row
    Trouble trouble = Trouble::none;
    std::string trouble_text{};
    std::optional<UtcTime> trouble_since{};
    std::optional<UtcTime> next_attempt{};  ///< only while there is trouble
};

class Streams {
  public:
    explicit Streams(storage::Database& database) : database_(database) {}

    Stream find(model::List list);              ///< an empty one when it was never read
    std::vector<Stream> all();                  ///< every list there is, in its order
    std::optional<UtcTime> newest_watermark();  ///< the PMS's clock was later than it

    /// The PMS's clock was ahead by so much: what was read by it is known up to when that really
    /// was.
    void clock_went_back(Duration by, UtcTime now);

    /// The watermark never goes back inside a generation, but from a time that was never: the PMS's
    /// clock has been set back since. Ends a trouble.
    void completed(model::List list, UtcTime watermark, UtcTime now);
    void scanned(model::List list, const Scan& scan);  ///< as far as this
    void parents_read(model::List list, std::int64_t step);
    /// The whole scope was read: the scan's begin becomes the watermark when it is later, and of a
    /// sweep (a scan of a list that was swept before) `changed` becomes `sweep_differences`.
    void scan_completed(model::List list, UtcTime now);
    void troubled(model::List list, Trouble trouble, std::string_view text,
                  std::optional<UtcTime> next_attempt, UtcTime now);
    /// Rows first seen with an `updated_utc` older than the overlap reached.
    void came_late(model::List list, std::int64_t rows, Duration lag);
    /// The list will be read anew from nothing: no watermark, no scan, the next generation.
    void reset(model::List list);
    void count(model::List list, std::int64_t rows);     ///< in the mirror, now
    void counted(model::List list, std::int64_t added);  ///< rows that came, or went

  private:
    storage::Database& database_;
};

}  // namespace stayd::mirror
