#include "platform/systemd/notifier.hpp"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <algorithm>

namespace stayd::platform {

void Notifier::ready() {
    sd_notify(0, "READY=1");
}

void Notifier::status(std::string line) {
    // A line break would start another assignment of the protocol.
    std::ranges::replace(line, '\n', ' ');
    sd_notify(0, ("STATUS=" + line).c_str());
}

void Notifier::alive() {
    sd_notify(0, "WATCHDOG=1");
}

void Notifier::stopping() {
    sd_notify(0, "STOPPING=1");
}

void Notifier::extend_timeout(Duration longer) {
    const auto microseconds = std::chrono::microseconds{longer}.count();
    sd_notify(0, fmt::format("EXTEND_TIMEOUT_USEC={}", microseconds).c_str());
}

std::optional<Duration> Notifier::watchdog_period() const {
    std::uint64_t microseconds = 0;
    if (sd_watchdog_enabled(0, &microseconds) <= 0) return std::nullopt;
    return std::chrono::floor<Duration>(std::chrono::microseconds{microseconds});
}

}  // namespace stayd::platform
