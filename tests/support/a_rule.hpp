#pragma once

/// One rule of a hotel's own, for tests that need any.
namespace stayd::sim {

inline constexpr const char* rule_of_dirty_rooms = R"toml(
    [[rule]]
    id = "X-01"
    name = "Room is dirty"
    subject = "room"
    when = "state = 'Dirty'"
    severity = "medium"
    message = "It is dirty"
    fix = "Clean it"
    role = "housekeeping"
)toml";

}  // namespace stayd::sim
