#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "house/shown.hpp"

namespace stayd::publish {

/// `stayd/v1/{property}/…`. No topic ever carries a guest's name.
class Topics {
  public:
    explicit Topics(std::string_view property);

    /// The retained topic of a shown thing.
    std::string of(const house::ShownThing& thing) const;
    std::string presence() const { return prefix_ + "house/presence"; }
    std::string acks(std::string_view device) const {
        return prefix_ + "acks/" + std::string{device};
    }
    std::string commands_filter() const { return prefix_ + "commands/+"; }
    /// The device of a commands topic; nullopt for any other topic.
    std::optional<std::string> device_of(std::string_view topic) const;
    /// All retained topics the house owns, for reading what the broker remembers.
    std::vector<std::string> state_filters() const;
    /// Whether the part of the topic below the property begins with one of the prefixes: "rooms/",
    /// "signage/" …
    bool begins_with_one_of(std::string_view topic, const std::vector<std::string>& prefixes) const;
    /// Comes back to us after everything the broker remembers has come.
    std::string sentinel() const { return prefix_ + "house/sentinel"; }

  private:
    std::string prefix_;
};

}  // namespace stayd::publish
