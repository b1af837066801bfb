#include "mews/breaker.hpp"

#include <algorithm>

#include "base/backoff.hpp"
#include "base/log.hpp"

namespace stayd::mews {
namespace {

using namespace std::chrono_literals;

constexpr int failures_that_open = 5;
constexpr std::size_t remembered = 20;
constexpr int successes_that_close = 3;
const Backoff rest_of_opening{1s, 300s};
/// Full jitter may draw next to nothing, and an operation that is down would be asked at once.
constexpr Duration shortest_rest = 100ms;
/// A mistaken header must not silence an operation for days.
constexpr Duration longest_named_rest = 1h;
/// While a probe is under way: how soon to ask again for its outcome.
constexpr Duration probe_rest = 1s;

bool mostly_failed(const std::deque<bool>& last) {
    return last.size() == remembered &&
           static_cast<std::size_t>(std::ranges::count(last, false)) * 2 > remembered;
}

}  // namespace

std::optional<Duration> Breaker::rests(const std::string& operation) {
    const auto found = families_.find(operation);
    if (found == families_.end()) return std::nullopt;
    Family& family = found->second;
    const SteadyTime now = clock_.steady_now();
    if (now < family.rests_until) return family.rests_until - now;
    if (!family.open) return std::nullopt;
    if (family.probing) return probe_rest;
    family.probing = true;
    return std::nullopt;
}

void Breaker::succeeded(const std::string& operation) {
    Family& family = families_[operation];
    if (family.open) {
        family.probing = false;
        if (++family.successes_in_row < successes_that_close) return;
        log::info("{}: works again after {} rests", operation, family.openings);
        family = {};
        return;
    }
    family.failures_in_row = 0;
    remember(family, true);
}

void Breaker::failed(const std::string& operation, std::optional<Duration> retry_after) {
    Family& family = families_[operation];
    const Duration named = std::min(retry_after.value_or(0ms), longest_named_rest);
    if (family.open) {
        if (family.probing) return open(family, named);
        // Sent before it opened: no reason to rest longer than the server names.
        family.successes_in_row = 0;
        return rest_at_least(family, named);
    }
    ++family.failures_in_row;
    remember(family, false);
    if (family.failures_in_row >= failures_that_open || mostly_failed(family.last)) {
        open(family, named);
        log::warning("{}: rests {} ms after {} failures in a row, {} of the last {} calls",
                     operation, (family.rests_until - clock_.steady_now()).count(),
                     family.failures_in_row, std::ranges::count(family.last, false),
                     family.last.size());
    } else {
        rest_at_least(family, named);
    }
}

void Breaker::given_up(const std::string& operation) {
    if (const auto found = families_.find(operation); found != families_.end()) {
        found->second.probing = false;
    }
}

void Breaker::failed_at_the_least(const std::string& operation) {
    Family& family = families_[operation];
    if (clock_.steady_now() < family.rests_until) return;  // sent before it rested
    const bool is_news = !family.open;
    open(family, 0ms);
    if (is_news)
        log::warning("{}: rests {} ms, for also the least of it is too much for the PMS", operation,
                     (family.rests_until - clock_.steady_now()).count());
}

std::size_t Breaker::open_count() const {
    const SteadyTime now = clock_.steady_now();
    return static_cast<std::size_t>(std::ranges::count_if(families_, [&](const auto& entry) {
        return entry.second.open || now < entry.second.rests_until;
    }));
}

void Breaker::open(Family& family, Duration at_least) {
    family.open = true;
    family.probing = false;
    family.successes_in_row = 0;
    const Duration drawn = rest_of_opening.after(family.openings++, random_);
    rest_at_least(family, std::max({drawn, at_least, shortest_rest}));
}

void Breaker::rest_at_least(Family& family, Duration rest) {
    family.rests_until = std::max(family.rests_until, clock_.steady_now() + rest);
}

void Breaker::remember(Family& family, bool success) {
    family.last.push_back(success);
    if (family.last.size() > remembered) family.last.pop_front();
}

}  // namespace stayd::mews
