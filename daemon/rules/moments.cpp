#include "rules/moments.hpp"

#include <limits>

#include "storage/functions.hpp"

namespace stayd::rules {
namespace {

using storage::Arguments;
using storage::Purity;
using storage::Value;

/// A number of units in milliseconds; what no calendar holds is NULL.
void define_unit(storage::Database& database, const char* name, Duration unit) {
    storage::define(database, name, 1, Purity::pure, [unit](const Arguments& given) -> Value {
        const auto count = given.integer(0);
        const auto most = std::numeric_limits<std::int64_t>::max() / unit.count();
        if (given.is_null(0) || count > most || count < -most) return {};
        return count * unit.count();
    });
}

}  // namespace

Moments::Moments(storage::Database& database) {
    storage::define(database, "due", 1, Purity::depends, [this](const Arguments& given) -> Value {
        if (given.is_null(0)) return {};
        const auto moment = from_ms(given.integer(0));
        if (moment <= now_) return std::int64_t{1};
        if (!next_ || moment < *next_) next_ = moment;
        return std::int64_t{0};
    });
    define_unit(database, "minutes", std::chrono::minutes{1});
    define_unit(database, "hours", std::chrono::hours{1});
    define_unit(database, "days", std::chrono::days{1});
}

}  // namespace stayd::rules
