#include "insight/opportunity_value.hpp"

#include <algorithm>
#include <array>

namespace stayd::insight {
namespace {

constexpr std::int64_t whole = 1'000'000;
constexpr std::int64_t prior_strength = 20;
constexpr std::int64_t minor_an_hour = 2'500;
constexpr std::int64_t most_minor = 1'000'000'000'000;  ///< of what no hotel asks more

constexpr std::array<std::string_view, offer_stages> stage_words{"Booking", "Week", "Days", "Desk",
                                                                 "InStay"};

bool exclude(const Candidate& one, const Candidate& other) {
    const auto names = [](const Candidate& from, const Candidate& to) {
        return std::ranges::find(from.excludes, to.rule) != from.excludes.end();
    };
    return names(one, other) || names(other, one);
}

/// Tries each offer with and without; few exclude each other, so few ways are gone.
class Chooser {
  public:
    explicit Chooser(std::span<const Candidate> offers) : offers_(offers), taken_(offers.size()) {}

    std::vector<bool> best() {
        best_ = taken_;
        go_on(0, 0);
        return best_;
    }

  private:
    void go_on(std::size_t at, std::int64_t sum) {
        if (at == offers_.size()) {
            if (sum <= best_sum_) return;
            best_sum_ = sum;
            best_ = taken_;
            return;
        }
        const auto& offer = offers_[at];
        bool is_free = offer.value > 0;
        bool is_rival = false;
        for (std::size_t other = 0; other < offers_.size(); ++other) {
            if (other == at || !exclude(offer, offers_[other])) continue;
            if (other > at) is_rival = true;
            if (other < at && taken_[other]) is_free = false;
        }
        if (is_free) {
            taken_[at] = true;
            go_on(at + 1, sum + offer.value);
            taken_[at] = false;
        }
        if (!is_free || is_rival) go_on(at + 1, sum);
    }

    std::span<const Candidate> offers_;
    std::vector<bool> taken_;
    std::vector<bool> best_;
    std::int64_t best_sum_ = 0;
};

}  // namespace

std::string_view to_word(OfferStage stage) {
    return stage_words[static_cast<std::size_t>(stage)];
}

OfferStage offer_stage_from(std::string_view word) {
    const auto* found = std::ranges::find(stage_words, word);
    return found == stage_words.end() ? OfferStage::desk
                                      : static_cast<OfferStage>(found - stage_words.begin());
}

std::int64_t divided(std::int64_t number, std::int64_t by) {
    const auto doubled = 2 * number + by;
    const auto quotient = doubled / (2 * by);
    return doubled < 0 && doubled % (2 * by) != 0 ? quotient - 1 : quotient;
}

int minor_digits(std::string_view currency) {
    static constexpr std::array<std::string_view, 7> without{"JPY", "KRW", "ISK", "CLP",
                                                             "VND", "XOF", "XAF"};
    static constexpr std::array<std::string_view, 5> with_three{"KWD", "BHD", "OMR", "JOD", "TND"};
    if (std::ranges::find(without, currency) != without.end()) return 0;
    return std::ranges::find(with_three, currency) != with_three.end() ? 3 : 2;
}

std::int64_t minor_of_millionths(std::int64_t millionths, std::string_view currency) {
    static constexpr std::array<std::int64_t, 4> millionths_a_minor{1'000'000, 100'000, 10'000,
                                                                    1'000};
    const auto a_minor = millionths_a_minor[static_cast<std::size_t>(minor_digits(currency))];
    const auto most = most_minor * 1'000;
    return divided(std::clamp(millionths, -most, most), a_minor);
}

std::int64_t acceptance(int prior, int factor, const Tally& tally) {
    const auto mean = std::min<std::int64_t>(std::int64_t{prior} * factor * 100, whole);
    return divided(prior_strength * mean + tally.accepted * whole, prior_strength + tally.offered);
}

std::int64_t expected_value(std::int64_t acceptance, const OfferValue& value) {
    // In two steps, so that no product outgrows its type: whole units of a million, and the rest.
    const auto gain = value.price + value.worth - value.cost - value.displacement;
    const auto of_millions = gain / whole * acceptance;
    const auto of_rest = divided(gain % whole * acceptance, whole);
    return of_millions + of_rest - divided(value.effort_minutes * minor_an_hour, 60);
}

std::int64_t rank_of(std::int64_t expected, bool ends_soon, bool is_best_stage) {
    const std::int64_t urgency = 100 + (ends_soon ? 50 : 0) + (is_best_stage ? 25 : 0);
    return divided(expected * urgency, 100);
}

std::vector<bool> best_set(std::span<const Candidate> offers) {
    return Chooser(offers).best();
}

}  // namespace stayd::insight
