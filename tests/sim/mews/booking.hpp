#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <chrono>

namespace stayd::sim {

/// One real booking of tests/data/*_hotel_2015.csv (its columns and source:
/// tests/data/README.md).
struct Booking {
    std::chrono::sys_days arrival{};
    int nights = 0;
    int lead_days = 0;
    int adults = 0;
    int children = 0;
    int babies = 0;
    std::string meal{};     ///< "BB", "HB", "FB", "SC"
    std::string country{};  ///< three letters, as published; empty when unknown
    std::string segment{};
    std::string channel{};
    char reserved_type = 'A';
    char assigned_type = 'A';
    int changes = 0;
    std::string deposit{};
    std::string agent{};    ///< a number in the data; empty without one
    std::string company{};  ///< a number in the data; empty without one
    int waiting_days = 0;
    std::string customer_type{};
    int rate_cents = 0;  ///< a night
    int requests = 0;
    std::string status{};  ///< at the end: "Check-Out", "Canceled", "No-Show"
    std::chrono::sys_days status_date{};

    std::chrono::sys_days departure() const { return arrival + std::chrono::days{nights}; }
    std::chrono::sys_days booked_on() const { return arrival - std::chrono::days{lead_days}; }
    int people() const { return adults + children + babies; }
};

/// The data as it is in the tree.
std::string_view city_hotel_csv();
std::string_view resort_hotel_csv();
/// Aborts on a line that is not what tests/data/README.md describes.
std::vector<Booking> parse_bookings(std::string_view csv);

}  // namespace stayd::sim
