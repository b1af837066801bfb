#include "tests/sim/mews/availability.hpp"

#include <date/tz.h>

#include <map>

#include "tests/sim/mews/record_lists.hpp"

namespace stayd::sim {
namespace {

using model::ReservationState;
using std::chrono::sys_days;
using Metrics = std::map<std::string, std::vector<int>, std::less<>>;

constexpr std::size_t most_days = 367;
constexpr std::string_view metric_names[] = {"OutOfOrderBlocks",
                                             "PublicAvailabilityAdjustment",
                                             "OtherServiceReservationCount",
                                             "Occupied",
                                             "ConfirmedReservations",
                                             "OptionalReservations",
                                             "BlockAvailability",
                                             "AllocatedBlockAvailability",
                                             "UsableResources",
                                             "ActiveResources",
                                             "HouseUse"};

/// The hotel's own days.
class Calendar {
  public:
    explicit Calendar(const Hotel& hotel)
        : zone_(date::locate_zone(hotel.enterprise().time_zone)) {}

    sys_days day_of(UtcTime time) const {
        return sys_days{
            std::chrono::floor<std::chrono::days>(zone_->to_local(time).time_since_epoch())};
    }
    UtcTime at(sys_days day, Duration time_of_day) const {
        return zone_->to_sys(date::local_time<Duration>{day.time_since_epoch() + time_of_day},
                             date::choose::earliest);
    }

  private:
    const date::time_zone* zone_;
};

struct Days {
    sys_days first;
    std::size_t count = 0;

    /// The places of the days from `start` to before `end` that are among these.
    std::pair<std::size_t, std::size_t> places(sys_days start, sys_days end) const {
        const auto place = [&](sys_days day) {
            const auto days = std::chrono::duration_cast<std::chrono::days>(day - first).count();
            return static_cast<std::size_t>(
                std::clamp<std::int64_t>(days, 0, static_cast<std::int64_t>(count)));
        };
        return {place(start), place(end)};
    }
};

sys_days read_day(Parameters& parameters, std::string_view name, const Calendar& calendar) {
    const auto time = required(parameters.instant(name), name);
    const auto day = calendar.day_of(time);
    if (calendar.at(day, Duration{0}) != time) refuse_parameter(name);
    return day;
}

Days read_days(Parameters& parameters, const Calendar& calendar) {
    const auto first = read_day(parameters, "FirstTimeUnitStartUtc", calendar);
    const auto last = read_day(parameters, "LastTimeUnitStartUtc", calendar);
    if (last < first) refuse_parameter("LastTimeUnitStartUtc");
    const auto count = static_cast<std::size_t>((last - first).count()) + 1;
    if (count > most_days) refuse_parameter("LastTimeUnitStartUtc");
    return {first, count};
}

void count(std::vector<int>& days, std::pair<std::size_t, std::size_t> places) {
    for (auto place = places.first; place < places.second; ++place) ++days[place];
}

class Count {
  public:
    Count(const Hotel& hotel, const Service& service, Days days, const Calendar& calendar)
        : hotel_(hotel), service_(service), days_(days), calendar_(calendar) {
        for (const auto& category : hotel_.resource_categories.rows()) {
            if (category.service_id != service_.id || !category.is_active) continue;
            auto& metrics = counted_[category.id];
            for (const auto name : metric_names) metrics[std::string{name}].resize(days_.count);
        }
        count_rooms();
        count_stays();
        count_blocks();
        for (auto& [id, metrics] : counted_) {
            for (std::size_t day = 0; day < days_.count; ++day) {
                metrics["UsableResources"][day] =
                    metrics["ActiveResources"][day] - metrics["OutOfOrderBlocks"][day];
                metrics["Occupied"][day] = metrics["ConfirmedReservations"][day] +
                                           metrics["OptionalReservations"][day] +
                                           metrics["HouseUse"][day];
            }
        }
    }

    const Metrics* of(const Uuid& category_id) const {
        const auto found = counted_.find(category_id);
        return found == counted_.end() ? nullptr : &found->second;
    }

  private:
    /// Null for a category of another service, or an inactive one.
    std::vector<int>* days_of(const Uuid& category_id, std::string_view metric) {
        const auto found = counted_.find(category_id);
        return found == counted_.end() ? nullptr : &found->second.find(metric)->second;
    }

    void count_rooms() {
        for (const auto& room : hotel_.resources.rows()) {
            if (!room.is_active) continue;
            if (auto* days = days_of(room.category_id, "ActiveResources"))
                count(*days, {0, days_.count});
        }
    }

    void count_stays() {
        for (const auto& stay : hotel_.reservations.rows()) {
            const bool is_firm = stay.state == ReservationState::confirmed ||
                                 stay.state == ReservationState::started ||
                                 stay.state == ReservationState::processed;
            if (!is_firm && stay.state != ReservationState::optional) continue;
            const auto* room = stay.assigned_resource_id
                                   ? hotel_.resources.find(*stay.assigned_resource_id)
                                   : nullptr;
            auto* days = days_of(room == nullptr ? stay.requested_category_id : room->category_id,
                                 is_firm ? "ConfirmedReservations" : "OptionalReservations");
            if (days == nullptr || stay.service_id != service_.id) continue;
            const auto first = calendar_.day_of(stay.scheduled_start_utc);
            const auto end =
                std::max(calendar_.day_of(stay.end_utc()), first + std::chrono::days{1});
            count(*days, days_.places(first, end));
        }
    }

    void count_blocks() {
        const auto start_offset =
            parse_iso8601_duration(service_.start_offset).value_or(Duration{0});
        const auto end_offset = parse_iso8601_duration(service_.end_offset).value_or(Duration{0});
        for (const auto& block : hotel_.resource_blocks.rows()) {
            if (!block.is_active) continue;
            const auto* room = hotel_.resources.find(*id_in(block, "AssignedResourceId"));
            auto* days =
                days_of(room->category_id,
                        text_in(block, "Type") == "OutOfOrder" ? "OutOfOrderBlocks" : "HouseUse");
            if (days == nullptr || !room->is_active) continue;
            for (std::size_t place = 0; place < days_.count; ++place) {
                const auto day = days_.first + std::chrono::days{place};
                if (*time_in(block, "StartUtc") <
                        calendar_.at(day + std::chrono::days{1}, end_offset) &&
                    calendar_.at(day, start_offset) < *time_in(block, "EndUtc"))
                    ++(*days)[place];
            }
        }
    }

    const Hotel& hotel_;
    const Service& service_;
    Days days_;
    const Calendar& calendar_;
    std::map<Uuid, Metrics> counted_;
};

}  // namespace

ListAnswer availability(const Hotel& hotel, Parameters& parameters) {
    const auto* service = hotel.services.find(required(parameters.id("ServiceId"), "ServiceId"));
    if (service == nullptr || service->type != model::ServiceType::bookable)
        refuse_parameter("ServiceId");
    const Calendar calendar{hotel};
    const auto days = read_days(parameters, calendar);
    const auto wanted = required(parameters.words("Metrics", metric_names), "Metrics");
    parameters.note_unknown();

    const Count counted{hotel, *service, days, calendar};
    json::array starts;
    for (std::size_t place = 0; place < days.count; ++place) {
        starts.emplace_back(
            to_iso8601(calendar.at(days.first + std::chrono::days{place}, Duration{0})));
    }
    json::array categories;
    for (const auto& category : hotel.resource_categories.rows()) {
        const auto* metrics = counted.of(category.id);
        if (metrics == nullptr) continue;
        json::object values;
        for (const auto& name : wanted) {
            json::array numbers;
            for (const int number : metrics->find(name)->second) numbers.emplace_back(number);
            values[name] = std::move(numbers);
        }
        categories.push_back(json::object{{"ResourceCategoryId", category.id.to_string()},
                                          {"Metrics", std::move(values)}});
    }
    return {.body = {{"TimeUnitStartsUtc", std::move(starts)},
                     {"ResourceCategoryAvailabilities", std::move(categories)}}};
}

}  // namespace stayd::sim
