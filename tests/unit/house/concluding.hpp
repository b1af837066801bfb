#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/sim/world/small_hotel.hpp"

namespace stayd::house {

/// A small hotel whose lists are read, so that the house concludes.
struct Concluding : testing::Test {
    explicit Concluding(const std::filesystem::path& file = ":memory:") : hotel(file) {}

    void read_everything() {
        for (const auto& stream : hotel.house.streams().all()) read(stream.list);
    }
    void read(model::List list) {
        hotel.apply(ScanAdvanced{.list = list, .scan = {.began = hotel.now}});
        hotel.apply(ScanCompleted{.list = list});
    }
    /// Time goes on to `time`, and the house is woken whenever it asked for it.
    void until(UtcTime time) {
        for (;;) {
            const auto next = hotel.house.next_tick(hotel.now);
            if (next > time) break;
            hotel.now = std::max(hotel.now, next);
            hotel.apply(Tick{});
        }
        hotel.now = time;
    }

    sim::SmallHotel hotel;
};

}  // namespace stayd::house
