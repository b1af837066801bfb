#include "base/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace stayd::log {
namespace {

struct State {
    Level lowest = Level::info;
    bool for_journal = false;
};

State& state() {
    static State value;
    return value;
}

spdlog::level::level_enum spdlog_level(Level level) {
    switch (level) {
        case Level::debug:
            return spdlog::level::debug;
        case Level::info:
            return spdlog::level::info;
        case Level::warning:
            return spdlog::level::warn;
        case Level::error:
            return spdlog::level::err;
    }
    return spdlog::level::info;
}

/// syslog's numbers, which systemd reads at the start of a line (sd-daemon(3)).
int journal_priority(Level level) {
    switch (level) {
        case Level::debug:
            return 7;
        case Level::info:
            return 6;
        case Level::warning:
            return 4;
        case Level::error:
            return 3;
    }
    return 6;
}

}  // namespace

void start(Level lowest, bool for_journal) {
    state() = {.lowest = lowest, .for_journal = for_journal};
    auto logger = std::make_shared<spdlog::logger>(
        "stayd", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    logger->set_level(spdlog::level::debug);
    logger->set_pattern(for_journal ? "%v" : "%H:%M:%S.%e %^%-7l%$ %v");
    logger->flush_on(spdlog::level::debug);
    spdlog::set_default_logger(std::move(logger));
}

bool enabled(Level level) {
    return level >= state().lowest;
}

void write(Level level, std::string_view line) {
    if (state().for_journal) {
        spdlog::default_logger_raw()->log(spdlog_level(level), "<{}>{}", journal_priority(level),
                                          line);
    } else {
        spdlog::default_logger_raw()->log(spdlog_level(level), "{}", line);
    }
}

}  // namespace stayd::log
