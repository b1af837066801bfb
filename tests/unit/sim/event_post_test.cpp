#include "tests/sim/mews/event_post.hpp"

#include <gtest/gtest.h>

#include "tests/unit/sim/pms_client.hpp"

namespace stayd::sim {
namespace {

json::array numbered(int from, int to) {
    json::array events;
    for (int number = from; number < to; ++number) events.emplace_back(number);
    return events;
}

/// The numbers of all events, one at a time through the post; what makes no sense is -1.
std::vector<int> sent(int events, const SocketTrouble& trouble) {
    EventPost post{7};
    std::vector<int> numbers;
    for (int number = 0; number < events; ++number) {
        for (const auto& frame : post.frames(numbered(number, number + 1), trouble)) {
            json::error_code error;
            const auto parsed = json::parse(frame, error);
            const bool is_sense =
                !error && parsed.is_object() && parsed.get_object().contains("Events") &&
                parsed.at("Events").is_array() && parsed.at("Events").at(0).is_int64() &&
                parsed.at("Events").as_array().size() < 3;
            if (!is_sense || frame == "{\"Events\":[7,null]}") {
                numbers.push_back(-1);
                continue;
            }
            for (const auto& event : parsed.at("Events").as_array())
                numbers.push_back(event.to_number<int>());
        }
    }
    return numbers;
}

TEST(EventPost, SendsEverythingOnceAndInOrderWithoutTrouble) {
    EventPost post{1};
    EXPECT_EQ(post.frames(numbered(0, 3), {}), (std::vector<std::string>{R"({"Events":[0,1,2]})"}));
}

TEST(EventPost, LosesEventsByChance) {
    const auto numbers = sent(1000, {.drop_percent = 30});
    EXPECT_GT(numbers.size(), 600u);
    EXPECT_LT(numbers.size(), 800u);
    EXPECT_TRUE(std::ranges::is_sorted(numbers));
    EXPECT_TRUE(sent(50, {.drop_percent = 100}).empty());
}

TEST(EventPost, DoublesEventsByChance) {
    const auto numbers = sent(1000, {.double_percent = 30});
    EXPECT_GT(numbers.size(), 1200u);
    EXPECT_LT(numbers.size(), 1400u);
    EXPECT_EQ(sent(3, {.double_percent = 100}), (std::vector{0, 0, 1, 1, 2, 2}));
}

TEST(EventPost, SendsEventsOutOfOrderByChance) {
    auto numbers = sent(1000, {.reorder_percent = 30});
    EXPECT_FALSE(std::ranges::is_sorted(numbers));
    EXPECT_EQ(sent(4, {.reorder_percent = 100}), (std::vector{1, 0, 3, 2}));
    std::ranges::sort(numbers);
    EXPECT_EQ(std::ranges::adjacent_find(numbers), numbers.end());
    EXPECT_GE(numbers.size(), 999u);
}

TEST(EventPost, SendsFramesThatMakeNoSenseByChance) {
    const auto numbers = sent(200, {.garbage_percent = 50});
    const auto nonsense = std::ranges::count(numbers, -1);
    EXPECT_GT(nonsense, 70);
    EXPECT_LT(nonsense, 130);
    EXPECT_EQ(numbers.size(), 200u + static_cast<std::size_t>(nonsense));
}

TEST(EventPost, IsSilentWhenTheSocketIs) {
    PmsClient client;
    int frames = 0;
    client.pms.set_event_sink([&](const std::string&) { ++frames; });
    auto& mode = client.pms.settings().socket.mode;
    mode = SocketMode::silent;
    client.pms.emit({{"Type", "PriceUpdate"}});
    EXPECT_EQ(frames, 0);
    mode = SocketMode::open;
    client.pms.emit({{"Type", "PriceUpdate"}});
    EXPECT_EQ(frames, 1);
}

}  // namespace
}  // namespace stayd::sim
