#include "tests/sim/mews/booking.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "base/invariant.hpp"
#include "base/time.hpp"

namespace stayd::sim {
namespace {

enum Column {
    arrival,
    nights,
    lead_days,
    adults,
    children,
    babies,
    meal,
    country,
    segment,
    channel,
    repeated_guest,
    reserved_type,
    assigned_type,
    changes,
    deposit,
    agent,
    company,
    waiting_days,
    customer_type,
    daily_rate,
    parking,
    requests,
    status,
    status_date,
    column_count
};

std::vector<std::string_view> split(std::string_view line) {
    std::vector<std::string_view> fields;
    for (;;) {
        const auto comma = line.find(',');
        fields.push_back(line.substr(0, comma));
        if (comma == std::string_view::npos) return fields;
        line.remove_prefix(comma + 1);
    }
}

int number(std::string_view field) {
    int value = 0;
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
    invariant(error == std::errc{} && end == field.data() + field.size(),
              "a whole number in the booking data");
    return value;
}

std::chrono::sys_days day(std::string_view field) {
    const auto time = parse_iso8601(field);
    invariant(time.has_value(), "a date in the booking data");
    return std::chrono::floor<std::chrono::days>(*time);
}

std::string known(std::string_view field) {
    return field == "NULL" ? std::string{} : std::string{field};
}

int cents(std::string_view field) {
    return static_cast<int>(std::lround(std::strtod(std::string{field}.c_str(), nullptr) * 100));
}

}  // namespace

std::vector<Booking> parse_bookings(std::string_view csv) {
    std::vector<Booking> bookings;
    bool is_heading = true;
    while (!csv.empty()) {
        const auto line = csv.substr(0, csv.find('\n'));
        csv.remove_prefix(std::min(csv.size(), line.size() + 1));
        if (std::exchange(is_heading, false) || line.empty()) continue;
        const auto fields = split(line);
        invariant(fields.size() == column_count,
                  "as many columns as in the heading of the booking data");
        bookings.push_back({.arrival = day(fields[arrival]),
                            .nights = number(fields[nights]),
                            .lead_days = number(fields[lead_days]),
                            .adults = number(fields[adults]),
                            .children = number(fields[children]),
                            .babies = number(fields[babies]),
                            .meal = std::string{fields[meal]},
                            .country = known(fields[country]),
                            .segment = std::string{fields[segment]},
                            .channel = std::string{fields[channel]},
                            .reserved_type = fields[reserved_type].front(),
                            .assigned_type = fields[assigned_type].front(),
                            .changes = number(fields[changes]),
                            .deposit = std::string{fields[deposit]},
                            .agent = known(fields[agent]),
                            .company = known(fields[company]),
                            .waiting_days = number(fields[waiting_days]),
                            .customer_type = std::string{fields[customer_type]},
                            .rate_cents = cents(fields[daily_rate]),
                            .requests = number(fields[requests]),
                            .status = std::string{fields[status]},
                            .status_date = day(fields[status_date])});
    }
    return bookings;
}

}  // namespace stayd::sim
