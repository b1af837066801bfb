#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "house/shown.hpp"
#include "house/views.hpp"

namespace stayd::publish {

/// The bytes of a shown thing's topic but for their version: a function of the committed tables and
/// `now` (for what is late). Empty when the thing is no longer shown: its topic is then emptied.
class Encoder {
  public:
    Encoder(house::Views& views, std::string stayd_version)
        : views_(views), stayd_version_(std::move(stayd_version)) {}
    std::string content(const house::ShownThing& thing, UtcTime now);

  private:
    house::Views& views_;
    std::string stayd_version_;
};

/// The payload: the version before its content. Empty stays empty.
std::string stamped(const std::string& content, std::uint64_t epoch, std::uint64_t version);

/// The retained presence; its `false` form is the daemon's will.
std::string presence(bool online);

/// The same bytes without their version; empty stays empty, what cannot be read gives nullopt.
std::optional<std::string> without_version(house::ShownKind kind, std::string_view payload);

}  // namespace stayd::publish
