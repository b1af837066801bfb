#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tests/sim/mews/faults.hpp"
#include "tests/sim/mews/split_mix.hpp"

namespace stayd::sim {

namespace json = boost::json;

/// Makes frames of the event socket out of events, with what befalls them on their way.
class EventPost {
  public:
    explicit EventPost(std::uint64_t seed) : random_(seed) {}

    /// What the socket sends now. Without trouble one frame; none when all events are lost.
    std::vector<std::string> frames(json::array events, const SocketTrouble& trouble);

  private:
    SplitMix random_;
    std::optional<json::value> held_back_{};
};

}  // namespace stayd::sim
