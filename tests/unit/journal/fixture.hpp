#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "journal/journal.hpp"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::journal {

struct JournalTest : testing::Test {
    /// A ready change of the subject; gives its id.
    Uuid add(Kind kind, std::string_view subject, std::optional<Uuid> depends_on = {}) {
        const auto id = Uuid::version7(now, hotel.random);
        journal.insert({.id = id,
                        .kind = kind,
                        .subject = sim::id_of(subject),
                        .depends_on = depends_on,
                        .value = {{"State", "Clean"}},
                        .base = {{"State", "Dirty"}},
                        .device = "phone-1",
                        .made_by = "Ana",
                        .made = now,
                        .accepted = now});
        return id;
    }
    std::optional<Uuid> due() {
        const auto change = journal.next_due(now);
        return change ? std::optional{change->id} : std::nullopt;
    }

    sim::SmallHotel hotel;
    Journal journal{hotel.database};
    UtcTime now = hotel.now;
};

}  // namespace stayd::journal
