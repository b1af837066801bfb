#pragma once

#include <span>
#include <string_view>

#include "tests/sim/mews/desk.hpp"

namespace stayd::sim {

struct Settings;

/// What a write may see and use. A refusal is thrown before anything has changed.
struct WriteContext {
    Hotel& hotel;
    Desk& desk;
    const Settings& settings;
    UtcTime now;
};

struct WriteOperation {
    std::string_view path;  ///< below /api/connector/v1/
    json::object (*apply)(Parameters& parameters, WriteContext context);
};

std::span<const WriteOperation> write_operations();

}  // namespace stayd::sim
