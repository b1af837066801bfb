#pragma once

#include <fmt/format.h>

#include <string_view>
#include <utility>

/// Lines for the journal: they name the thing, the state before and after. Never a guest's name, a
/// document, a token.
namespace stayd::log {

enum class Level { debug, info, warning, error };

/// From now on lines below `lowest` are dropped. With `for_journal` each line goes to standard
/// error with systemd's
/// `<N>` priority prefix and no time (the journal has one); else with time and level, for a person
/// at a terminal.
void start(Level lowest, bool for_journal);
bool enabled(Level level);
void write(Level level, std::string_view line);

template <class... Args>
void debug(fmt::format_string<Args...> text, Args&&... args) {
    if (enabled(Level::debug)) write(Level::debug, fmt::format(text, std::forward<Args>(args)...));
}
template <class... Args>
void info(fmt::format_string<Args...> text, Args&&... args) {
    if (enabled(Level::info)) write(Level::info, fmt::format(text, std::forward<Args>(args)...));
}
template <class... Args>
void warning(fmt::format_string<Args...> text, Args&&... args) {
    if (enabled(Level::warning))
        write(Level::warning, fmt::format(text, std::forward<Args>(args)...));
}
template <class... Args>
void error(fmt::format_string<Args...> text, Args&&... args) {
    if (enabled(Level::error)) write(Level::error, fmt::format(text, std::forward<Args>(args)...));
}

}  // namespace stayd::log
