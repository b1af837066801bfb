#include "insight/metrics.hpp"

#include "insight/shipped.hpp"

namespace stayd::insight {

std::vector<Metric> metrics(storage::Database& database, UtcTime now) {
    enum Column { name, unit, parts, value, subjects, as_of, says, waits_for };
    std::vector<Metric> all;
    for (const auto& file : shipped_metrics()) {
        auto query = database.statement(file.text);
        query.bind(":now", now);
        while (query.step()) {
            Metric metric{.name = query.text(name),
                          .unit = query.text(unit),
                          .says = query.text(says),
                          .subjects = query.integer(subjects),
                          .as_of = query.optional_time(as_of),
                          .waits_for = query.text(waits_for)};
            if (!query.is_null(value))
                metric.value = static_cast<double>(query.integer(value)) /
                               static_cast<double>(query.integer(parts));
            all.push_back(std::move(metric));
        }
    }
    return all;
}

}  // namespace stayd::insight
