#include "mews/connector.hpp"
#include "recorded.hpp"
#include "scripted_pms.hpp"

namespace stayd::mews {
namespace {

using Kind = EventHint::Kind;

TEST(Events, HintAtReservationsAndResourcesAndCallTheRestOther) {
    const auto hints = parse_events(recorded("events"));
    ASSERT_TRUE(hints) << hints.error().context;
    ASSERT_EQ(hints->size(), 4u);
    EXPECT_EQ(hints->at(0).kind, Kind::reservation);
    EXPECT_EQ(hints->at(0).id, id("0f515589-99b4-423d-b83a-b237009f0509"));
    EXPECT_EQ(hints->at(1).kind, Kind::resource);
    EXPECT_EQ(hints->at(1).id, id("5ee074b1-6c86-48e8-915f-c7aa4702086f"));
    EXPECT_EQ(hints->at(2).kind, Kind::other);
    EXPECT_EQ(hints->at(3).kind, Kind::other);
    EXPECT_EQ(hints->at(3).id, id("a0e3f6b1-51d3-4a6e-9a55-0c1d2e3f4a5b"));
}

TEST(Events, KeepTheHintOfAnEventWhoseIdCannotBeRead) {
    for (const char* event :
         {R"({"Type":"Reservation"})", R"({"Type":"Reservation","Id":7})",
          R"({"Type":"Reservation","Id":"x"})", R"({"Type":null,"Id":null})", "{}"}) {
        const auto hints = parse_events(std::string{R"({"Events":[)"} + event + "]}");
        ASSERT_TRUE(hints) << event;
        ASSERT_EQ(hints->size(), 1u);
        EXPECT_EQ(hints->at(0).kind, Kind::other) << event;
        EXPECT_TRUE(hints->at(0).id.is_nil()) << event;
    }
}

TEST(Events, MayBeNoneAtAll) {
    EXPECT_TRUE(parse_events(R"({"Events":[]})")->empty());
    EXPECT_TRUE(parse_events(R"({"More":1,"Events":[]})")->empty());
}

TEST(Events, AreMalformedInAnyOtherShape) {
    for (const char* frame :
         {"", "ping", "[]", "{}", "null", R"({"Events":null})", R"({"Events":{}})",
          R"({"Events":[7]})", R"({"Events":[{"Type":7}]})", R"({"Events":[)"}) {
        const auto hints = parse_events(frame);
        ASSERT_FALSE(hints) << frame;
        EXPECT_EQ(hints.error().code, Errc::malformed);
    }
}

}  // namespace
}  // namespace stayd::mews
