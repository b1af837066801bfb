#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "house/shown.hpp"
#include "house/views.hpp"

namespace stayd::publish {

/// The bytes of a shown thing's topic: a function of the committed tables, `now` (for what is late)
/// and the version. Empty when the thing is no longer shown: its topic is then emptied. `version` 0
/// leaves the version out, so that two results can be compared for their content.
class Encoder {
  public:
    Encoder(house::Views& views, std::string stayd_version)
        : views_(views), stayd_version_(std::move(stayd_version)) {}
    std::string encode(const house::ShownThing& thing, UtcTime now, std::uint64_t epoch,
                       std::uint64_t version);

  private:
    house::Views& views_;
    std::string stayd_version_;
};

/// The retained presence; its `false` form is the daemon's will.
std::string presence(bool online);

/// The same bytes without their version; empty stays empty, what cannot be read gives nullopt.
std::optional<std::string> without_version(house::ShownKind kind, std::string_view payload);

}  // namespace stayd::publish
