#pragma once

#include <string_view>

namespace stayd::sim {

/// One HTML page that speaks to the control API and loads nothing else.
std::string_view control_page();

}  // namespace stayd::sim
