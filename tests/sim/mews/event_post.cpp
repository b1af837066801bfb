#include "tests/sim/mews/event_post.hpp"

#include <iterator>

namespace stayd::sim {
namespace {

/// Text each, as a frame of the socket is.
constexpr const char* nonsense[] = {
    "",
    "hello",
    "<html><body>Bad gateway</body></html>",
    "{\"Events\":",
    "[]",
    "null",
    "{\"Events\":7}",
    "{\"Events\":[7,null]}",
    "{\"Events\":[{\"Type\":\"Reservation\"}]}",
    "{\"Events\":[{\"Type\":\"Resource\",\"Id\":\"no id\",\"State\":5}]}",
    "{\"Events\":[{\"Type\":\"Weather\",\"Id\":\"5d0c2a2e-0000-4000-8000-000000000000\"}]}",
};

}  // namespace

std::vector<std::string> EventPost::frames(json::array events, const SocketTrouble& trouble) {
    std::vector<std::string> frames;
    json::array sent;
    for (auto& event : events) {
        if (random_.chance(trouble.garbage_percent))
            frames.emplace_back(nonsense[random_.below(std::size(nonsense))]);
        if (random_.chance(trouble.drop_percent)) continue;
        if (!held_back_ && random_.chance(trouble.reorder_percent)) {
            held_back_ = std::move(event);
            continue;
        }
        if (random_.chance(trouble.double_percent)) sent.push_back(event);
        sent.push_back(std::move(event));
        if (held_back_) sent.push_back(std::move(*held_back_));
        held_back_.reset();
    }
    if (!sent.empty()) frames.push_back(json::serialize(json::object{{"Events", std::move(sent)}}));
    return frames;
}

}  // namespace stayd::sim
