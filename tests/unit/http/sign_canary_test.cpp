#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "stayd/v1/snapshot.pb.h"
#include "tests/unit/http/box.hpp"

// The lobby sign is read by everybody: whatever is known of a guest is fed through the house, and
// every byte the sign gets is searched for it.

namespace stayd::http {
namespace {

using model::ReservationState;
using model::ResourceState;

std::string bytes(const Uuid& id) {
    return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

struct SignCanary : testing::Test {
    /// A guest of whom every field that says who it is is a canary.
    sim::SmallHotel::Stay canary_guest(const std::string& which,
                                       const sim::SmallHotel::Room& room) {
        auto guest = box.hotel.guest("Canarylast" + which, "Canaryfirst" + which);
        guest.changes([&](auto& row) {
            row.number = "CANARYPROFILE" + which;
            row.second_last_name = "Canarysecond" + which;
            row.title = "Canarytitle" + which;
            row.email = "canary" + which + "@guest.example";
            row.phone = "+351555000" + which;
            row.nationality_code = "CANARYNATION" + which;
            row.language_code = "canary-language-" + which;
            row.classifications = {"VeryImportant", "CanaryClass" + which};
        });
        auto stay = guest.arrives_today(room);
        stay.changes([&](auto& row) { row.number = "CANARYSTAY" + which; });
        canaries.insert(
            canaries.end(),
            {"Canary", "CANARY", "canary", "guest.example", "555000", "VeryImportant",
             stay.id.to_string(), bytes(stay.id), guest.id.to_string(), bytes(guest.id),
             bytes(stay.row().group_id), room.row().name, bytes(room.id), room.id.to_string()});
        return stay;
    }
    /// Every byte the sign is given now.
    std::string sign() {
        std::string all = box.get("/api/v1/snapshot?app=sign").body;
        for (const auto& [topic, payload] : box.snapshot({"signage/"})) all += topic + payload;
        return all;
    }
    void expect_no_canary(const std::string& after) {
        const auto shown = sign();
        ASSERT_NE(shown.find("signage/lobby/state"), std::string::npos);
        for (const auto& canary : canaries) {
            EXPECT_EQ(shown.find(canary), std::string::npos)
                << canary << " is on the sign after " << after;
        }
    }

    Box box;
    std::vector<std::string> canaries{"Ana", "phone-1"};
};

TEST_F(SignCanary, NeverSaysWhoAnybodyIs) {
    auto& hotel = box.hotel;
    auto ready = canary_guest("1", hotel.room("ROOM-91"));
    auto preparing = canary_guest("2", hotel.room("ROOM-92").dirty());
    expect_no_canary("the PMS's pages");
    hotel.accepted(house::SetGuestWaiting{ready.id, true});
    hotel.accepted(house::SetGuestWaiting{preparing.id, true});
    ASSERT_EQ(hotel.views.lobby_sign().queue.size(), 2U);
    for (const auto& entry : hotel.views.lobby_sign().queue) {
        EXPECT_NE(sign().find(entry.display_code), std::string::npos) << "nothing to search in";
    }
    expect_no_canary("guests began to wait");
    hotel.accepted(house::CreateTask{.title = "Cot for Canarylast1",
                                     .description = "canary1@guest.example",
                                     .room = ready.row().assigned_resource_id});
    expect_no_canary("a task about a guest");
    const auto refused = hotel.accepted(house::CheckIn{ready.id});
    expect_no_canary("a check-in");
    hotel.settle(refused, house::Refused{"Canarylast1 has not paid CANARYSTAY1."});
    expect_no_canary("a refusal that names the guest");
    hotel.apply(house::LineObserved{.line = house::Line::down, .cause = "Canary in the line"});
    expect_no_canary("an outage");
    hotel.accepted(
        house::SetRoomState{*preparing.row().assigned_resource_id, ResourceState::inspected});
    expect_no_canary("a room made ready");
    preparing.is(ReservationState::started);
    expect_no_canary("an arrival told by the PMS");
}

TEST_F(SignCanary, WouldBeFoundWhereTheGuestIsNamed) {
    const auto stay = canary_guest("1", box.hotel.room("ROOM-91"));
    const auto desk = box.get("/api/v1/snapshot?app=desk").body;
    for (const auto& canary : {std::string{"Canarylast1"}, std::string{"CANARYSTAY1"},
                               bytes(stay.id), std::string{"ROOM-91"}}) {
        EXPECT_NE(desk.find(canary), std::string::npos) << canary;
    }
    for (const auto* canary : {"guest.example", "555000", "CANARYPROFILE", "CANARYNATION"}) {
        EXPECT_EQ(desk.find(canary), std::string::npos)
            << canary << " leaves the box for no reason";
    }
}

TEST_F(SignCanary, IsNoNameOnAPhoneEither) {
    const auto stay = canary_guest("1", box.hotel.room("ROOM-91"));
    box.hotel.accepted(house::SetGuestWaiting{stay.id, true});
    box.hotel.accepted(house::CheckIn{stay.id});
    const auto phone = box.get("/api/v1/snapshot?app=handheld").body;
    ASSERT_NE(phone.find("ROOM-91"), std::string::npos);
    for (const auto* canary : {"Canarylast", "Canaryfirst", "guest.example", "555000"}) {
        EXPECT_EQ(phone.find(canary), std::string::npos) << canary;
    }
}

}  // namespace
}  // namespace stayd::http
