#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stayd::insight {

/// When in the life of a stay something is offered (hotel-domain.md 4.1): more than 7 days before,
/// 7 to 3, 2 to 1, on the day of arrival, in house.
enum class OfferStage : std::uint8_t { booking, week, days, desk, in_stay };
inline constexpr int offer_stages = 5;
std::string_view to_word(OfferStage stage);  ///< "Booking" …
OfferStage offer_stage_from(std::string_view word);

/// Of offers of one rule at one stage to one segment: how often said, how often taken.
struct Tally {
    std::int64_t offered = 0;
    std::int64_t accepted = 0;
};

/// What an offer is made of, in minor units of one currency.
struct OfferValue {
    std::int64_t price = 0;
    std::int64_t cost = 0;
    std::int64_t worth = 0;  ///< to the house, besides the price
    std::int64_t displacement = 0;
    int effort_minutes = 0;
};

/// Half up, also below zero: toward the greater. `by` is positive.
std::int64_t divided(std::int64_t number, std::int64_t by);
/// Digits behind the point of a currency's smallest coin as the PMS counts it.
int minor_digits(std::string_view currency);
std::int64_t minor_of_millionths(std::int64_t millionths, std::string_view currency);

/// How likely it is taken, in millionths: the prior mean, in percent, at its stage's factor, in
/// percent, counts as twenty offers beside those that were made.
std::int64_t acceptance(int prior, int factor, const Tally& tally);
/// Expected value in minor units: acceptance * (price + worth - cost - displacement) - effort.
std::int64_t expected_value(std::int64_t acceptance, const OfferValue& value);
/// What it is ranked by: an offer that ends soon, or stands at its best stage, comes before an
/// equal one.
std::int64_t rank_of(std::int64_t expected, bool ends_soon, bool is_best_stage);

/// Which of several offers of one stay are worth most together, where some exclude each other: one
/// answer for each.
struct Candidate {
    std::string rule;
    std::int64_t value = 0;
    std::vector<std::string> excludes{};  ///< either says so
};
std::vector<bool> best_set(std::span<const Candidate> offers);

}  // namespace stayd::insight
