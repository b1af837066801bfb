#pragma once

#include <span>

#include "model/list.hpp"

/// The parts of the one table of lists. Only for `lists.cpp`; everybody else asks `entry`.
namespace stayd::model {

std::span<const ListEntry> house_lists();  ///< the house: services, resources, rates, departments
std::span<const ListEntry> stay_lists();   ///< stays and people
std::span<const ListEntry> money_lists();  ///< products, orders, payments, bills

using namespace std::chrono_literals;

// What an entry says often.
constexpr Duration three_months = 85 * 24h;  ///< three calendar months from February are 89 days
constexpr Duration one_month = 27 * 24h;     ///< a February, less a day
constexpr Duration unlimited{0};
/// Defaults of activity are documented nowhere, so both are asked for.
constexpr ExtraMember every_activity{"ActivityStates", R"(["Active","Deleted"])"};

}  // namespace stayd::model
