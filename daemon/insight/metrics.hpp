#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "storage/database.hpp"

namespace stayd::insight {

/// One number about the house (hotel-domain.md 11), as metrics/*.sql define it.
struct Metric {
    std::string name;  ///< "occupancy"
    std::string unit;  ///< "percent", "rooms", "minutes", a currency …; empty: not known
    std::string says;
    std::optional<double> value{};   ///< none: it cannot be told now, or waits for something
    std::int64_t subjects = 0;       ///< how many it is made of
    std::optional<UtcTime> as_of{};  ///< the oldest it is made of; none: not read whole yet
    std::string waits_for{};         ///< what the box lacks to tell it
};

/// All of them, in the order of the files. After `open_facts`; nothing is kept.
std::vector<Metric> metrics(storage::Database& database, UtcTime now);

}  // namespace stayd::insight
