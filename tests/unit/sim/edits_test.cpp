#include "tests/sim/mews/edit_something.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "tests/sim/mews/charges.hpp"
#include "tests/sim/mews/control.hpp"
#include "tests/sim/mews/large_hotel.hpp"
#include "tests/unit/sim/pms_client.hpp"

namespace stayd::sim {
namespace {

using model::ReservationState;
using model::ResourceState;

struct Editing : ::testing::Test {
    ControlResponse edit(const std::string& members) {
        return Control{client.pms}.handle("POST", "/control/edit", "", "{" + members + "}",
                                          client.now);
    }
    Uuid done(const std::string& members) {
        const auto response = edit(members);
        EXPECT_EQ(response.status, 200) << json::serialize(response.body);
        EXPECT_FALSE(response.body.contains("unknown")) << json::serialize(response.body);
        if (response.status != 200) return {};
        return *Uuid::parse(std::string{response.body.at("id").as_string()});
    }
    Hotel& hotel() { return client.pms.hotel(); }
    /// A room nobody is in or comes to.
    Resource& free_room() {
        for (auto& room : hotel().resources.rows()) {
            if (client.pms.desk().occupant(room.id, client.now, client.now + 24h * 60, {}) ==
                nullptr)
                return room;
        }
        throw std::logic_error("a room is free");
    }
    std::string guest() { return R"("guest":")" + hotel().customers.rows()[3].number + '"'; }
    std::string stay() {
        return R"("reservation":")" + client.stay(ReservationState::started).number + '"';
    }

    PmsClient client;
};

TEST_F(Editing, MakesARoomOutOfOrderByABlockAndDirtyWithoutIt) {
    auto& room = free_room();
    const auto block = done(R"("kind":"add_block","name":"Leak","room":")" + room.name + '"');
    EXPECT_EQ(room.state, ResourceState::out_of_order);
    done(R"("kind":"delete_block","block":)" + quoted(block));
    EXPECT_EQ(room.state, ResourceState::dirty);
    EXPECT_FALSE(hotel().resource_blocks.find(block)->is_active);
    EXPECT_EQ(edit(R"("kind":"delete_block","block":)" + quoted(block)).status, 400);
}

TEST_F(Editing, LetsBlocksBeginAndEndWithTheNight) {
    auto& room = free_room();
    client.pms.desk().add_block(room,
                                {.type = "OutOfOrder",
                                 .name = "Paint",
                                 .start_utc = client.now + 24h,
                                 .end_utc = client.now + 48h},
                                {client.now, Actor::other_user});
    EXPECT_NE(room.state, ResourceState::out_of_order);
    client.now += 25h;
    done(R"("kind":"night")");
    EXPECT_EQ(room.state, ResourceState::out_of_order);
    client.now += 24h;
    done(R"("kind":"night")");
    EXPECT_EQ(room.state, ResourceState::dirty);
}

TEST_F(Editing, RefusesABlockOverAStay) {
    const auto& stay = client.stay(ReservationState::started);
    EXPECT_EQ(edit(R"("kind":"add_block","name":"Leak","room":")" + client.room_of(stay).name + '"')
                  .status,
              400);
}

TEST_F(Editing, AddsChangesAndDeletesNotesAndDocuments) {
    const auto note = done(R"("kind":"add_note","text":"Late",)" + stay());
    done(R"("kind":"edit_note","text":"Later","note":)" + quoted(note));
    EXPECT_EQ(text_in(*hotel().service_order_notes.find(note), "Text"), "Later");
    done(R"("kind":"delete_note","note":)" + quoted(note));
    EXPECT_EQ(hotel().service_order_notes.find(note), nullptr);

    const auto document = done(R"("kind":"add_document","number":"P1",)" + guest());
    done(R"("kind":"delete_document","document":)" + quoted(document));
    EXPECT_EQ(hotel().identity_documents.find(document), nullptr);

    const auto said = done(R"("kind":"add_account_note","text":"VIP",)" + guest());
    done(R"("kind":"delete_account_note","note":)" + quoted(said));
    EXPECT_FALSE(hotel().account_notes.find(said)->is_active);
}

TEST_F(Editing, ChangesAnAddressOrAddsTheFirst) {
    auto& guest = hotel().customers.rows()[3];
    guest.address_id.reset();
    client.now += 1h;
    const auto address = done(R"("kind":"address","city":"Évora",)" + this->guest());
    EXPECT_EQ(guest.address_id, address);
    EXPECT_EQ(guest.updated_utc, client.now);
    done(R"("kind":"address","line1":"Rua 2",)" + this->guest());
    EXPECT_EQ(text_in(*hotel().addresses.find(address), "City"), "Évora");
    EXPECT_EQ(text_in(*hotel().addresses.find(address), "Line1"), "Rua 2");
}

TEST_F(Editing, ChargesAndPaysAStay) {
    auto& stay = *hotel().reservations.find(client.stay(ReservationState::started).id);
    const auto before = stay.balance_minor;
    const auto item = done(R"("kind":"add_item","product":"BREAKFAST","count":2,)" + this->stay());
    EXPECT_EQ(stay.balance_minor, before + 1'800);
    done(R"("kind":"pay","cents":500,)" + this->stay());
    EXPECT_EQ(stay.balance_minor, before + 1'300);
    done(R"("kind":"cancel_item","item":)" + quoted(item));
    EXPECT_EQ(stay.balance_minor, before - 500);
    EXPECT_EQ(hotel().order_items.find(item)->state, "Canceled");
}

TEST_F(Editing, ClosesABillWithWhatIsOnIt) {
    const auto bill = done(R"("kind":"open_bill",)" + stay());
    const auto item = done(R"("kind":"add_item","product":"LATE",)" + stay());
    hotel().order_items.find(item)->bill_id = bill;
    done(R"("kind":"close_bill","bill":)" + quoted(bill));
    EXPECT_EQ(hotel().order_items.find(item)->state, "Closed");
    EXPECT_EQ(text_in(*hotel().bills.find(bill), "State"), "Closed");
    EXPECT_EQ(edit(R"("kind":"close_bill","bill":)" + quoted(bill)).status, 400);
}

TEST_F(Editing, DoesTheRest) {
    done(R"("kind":"company_name","company":"Agent 9","name":"Nove Lda")");
    done(R"("kind":"price","product":"WINE","cents":520)");
    done(R"("kind":"message","thread":"Towels","text":"On the way")");
    const auto& member = hotel().loyalty_memberships.rows().front();
    done(R"("kind":"points","points":7,"membership":)" + quoted(member.id));
    EXPECT_EQ(member.body.at("Points").as_int64(), 7);
    done(R"("kind":"relate","other":")" + hotel().customers.rows()[4].number + R"(",)" + guest());
    const auto order = done(R"("kind":"order","product":"WINE","count":2,)" + stay());
    done(R"("kind":"cancel_order","order":)" + quoted(order));
    ASSERT_EQ(items_of(hotel(), order).size(), 1U);
    EXPECT_EQ(items_of(hotel(), order)[0]->state, "Canceled");
    const auto feature = R"("kind":"feature","feature":"SeaView","room":"101",)";
    const auto assignment = done(std::string{feature} + R"("has":true)");
    done(std::string{feature} + R"("has":false)");
    EXPECT_FALSE(hotel().resource_feature_assignments.find(assignment)->is_active);
}

TEST_F(Editing, ChangesWhatOurStaffMayBeChangingToo) {
    auto& guest = hotel().customers.rows()[3];
    done(R"("kind":"guest_data","member":"Phone","value":"+351 9",)" + this->guest());
    done(R"("kind":"guest_data","member":"Occupation","value":"Pilot",)" + this->guest());
    EXPECT_EQ(guest.phone, "+351 9");
    EXPECT_EQ(guest.rest.at("Occupation"), "Pilot");
    done(R"("kind":"guest_data","member":"Phone",)" + this->guest());
    EXPECT_EQ(guest.phone, "");
    EXPECT_EQ(edit(R"("kind":"guest_data","member":"Shoes",)" + this->guest()).status, 400);

    const auto companion = done(R"("kind":"add_companion",)" + this->guest() + "," + stay());
    EXPECT_EQ(hotel().companionships.find(companion)->customer_id, guest.id);
    EXPECT_EQ(done(R"("kind":"remove_companion",)" + this->guest() + "," + stay()), companion);
    EXPECT_EQ(hotel().companionships.find(companion), nullptr);
    EXPECT_EQ(edit(R"("kind":"remove_companion",)" + this->guest() + "," + stay()).status, 400);

    done(R"("kind":"lock",)" + stay());
    EXPECT_TRUE(client.stay(ReservationState::started).assigned_resource_locked);
    done(R"("kind":"lock","locked":false,)" + stay());
    EXPECT_FALSE(client.stay(ReservationState::started).assigned_resource_locked);

    const auto document = done(R"("kind":"add_document","number":"P1",)" + this->guest());
    done(R"("kind":"edit_document","number":"P2","document":)" + quoted(document));
    EXPECT_EQ(text_in(*hotel().identity_documents.find(document), "Number"), "P2");
    const auto note = done(R"("kind":"add_account_note","text":"Tea",)" + this->guest());
    done(R"("kind":"edit_account_note","text":"Coffee","note":)" + quoted(note));
    EXPECT_EQ(text_in(*hotel().account_notes.find(note), "Content"), "Coffee");
}

TEST_F(Editing, CancelsTheChargesOfACanceledStayAndSettlesALeavingOne) {
    auto& leaving = *hotel().reservations.find(client.stay(ReservationState::started).id);
    const auto writes = client.pms.writes().size();
    client.pms.desk().process(leaving, {client.now, Actor::our_client});
    EXPECT_EQ(client.pms.writes().size(), writes + 1) << "what follows from it is no write";
    for (const auto* item : items_of(hotel(), leaving.id)) EXPECT_NE(item->state, "Open");
    auto& dropped = *hotel().reservations.find(client.stay(ReservationState::confirmed).id);
    client.pms.desk().cancel(dropped, "RequestedByGuest", {client.now, Actor::other_user});
    for (const auto* item : items_of(hotel(), dropped.id)) {
        EXPECT_EQ(item->state, "Canceled");
        EXPECT_TRUE(item->canceled_with_reservation);
    }
}

TEST_F(Editing, EntersABookingWithItsGroupItsSourceAndItsCharges) {
    const auto& made = *client.pms.desk().book_next({client.now, Actor::other_user});
    EXPECT_NE(hotel().reservation_groups.find(made.group_id), nullptr);
    EXPECT_FALSE(items_of(hotel(), made.id).empty());
    EXPECT_TRUE(made.business_segment_id);
}

TEST_F(Editing, FindsSomethingToEditOnEveryListSoonerOrLater) {
    SplitMix random{5};
    for (const auto list : editable_lists()) {
        std::string said;
        for (int i = 0; i < 20 && said.empty(); ++i)
            said = edit_one_of(client.pms, list, random, client.now);
        EXPECT_TRUE(said.starts_with(list)) << list;
    }
}

TEST_F(Editing, GoesOnAtRandomTheSameForTheSameSeed) {
    PmsClient other;
    SplitMix random{11};
    SplitMix other_random{11};
    for (int i = 0; i < 1'000; ++i) {
        client.now += 1min;
        const auto said = edit_something(client.pms, random, client.now);
        EXPECT_EQ(said, edit_something(other.pms, other_random, client.now));
    }
    for (const auto& kind : record_kinds()) {
        for (const auto& row : (hotel().*kind.table).rows())
            EXPECT_LE(row.updated_utc.value_or(UtcTime{}), client.now);
    }
}

TEST(CityHotelMoney, AddsUpToTheBalanceOfEveryStayInTheHouse) {
    Hotel hotel = morning_hotel();
    std::map<Uuid, std::int64_t> paid;
    for (const auto& payment : hotel.payments.rows()) {
        const auto gross = payment.body.at("Amount").at("GrossValue").as_double();
        EXPECT_LT(gross, 0);
        if (text_in(payment, "AccountingState") == "Open")
            paid[*id_in(payment, "ReservationId")] += std::lround(gross * 100);
    }
    int stays = 0;
    for (const auto& stay : hotel.reservations.rows()) {
        std::int64_t open = paid[stay.id];
        for (const auto* item : items_of(hotel, stay.id)) {
            if (item->state == "Open") open += item->cents();
        }
        if (stay.state == ReservationState::processed) {
            EXPECT_EQ(open, 0) << stay.number;
        }
        if (stay.state != ReservationState::started) continue;
        EXPECT_EQ(open, stay.balance_minor) << stay.number;
        ++stays;
    }
    EXPECT_GT(stays, 122);
}

TEST(CityHotelMoney, ResolvesEveryIdOfItsRecords) {
    const auto& hotel = morning_hotel();
    const auto account = [&](const Record& row, std::string_view member) {
        const auto id = *id_in(row, member);
        return hotel.customers.find(id) != nullptr || hotel.companies.find(id) != nullptr;
    };
    for (const auto table :
         {&Hotel::addresses, &Hotel::account_notes, &Hotel::payments, &Hotel::bills,
          &Hotel::loyalty_memberships, &Hotel::payment_requests, &Hotel::product_service_orders}) {
        EXPECT_GT((hotel.*table).size(), 0U);
        for (const auto& row : (hotel.*table).rows()) EXPECT_TRUE(account(row, "AccountId"));
    }
    for (const auto& note : hotel.service_order_notes.rows())
        EXPECT_NE(hotel.reservations.find(*id_in(note, "OrderId")), nullptr);
    for (const auto& stay : hotel.reservations.rows()) {
        EXPECT_NE(hotel.reservation_groups.find(stay.group_id), nullptr);
        EXPECT_NE(hotel.business_segments.find(*stay.business_segment_id), nullptr);
        EXPECT_NE(hotel.rates.find(stay.rate_id), nullptr);
    }
    for (const auto& item : hotel.order_items.rows()) {
        EXPECT_TRUE(hotel.reservations.find(item.service_order_id) != nullptr ||
                    hotel.product_service_orders.find(item.service_order_id) != nullptr);
        if (item.bill_id) {
            EXPECT_NE(hotel.bills.find(*item.bill_id), nullptr);
        }
        if (item.product_id) {
            EXPECT_NE(hotel.products.find(*item.product_id), nullptr);
        }
    }
}

TEST(CityHotelMoney, KnowsNothingOfTheFuture) {
    const auto now = city_hotel_morning();
    for (const auto& kind : record_kinds()) {
        UtcTime newest{};
        for (const auto& row : (morning_hotel().*kind.table).rows()) {
            if (!row.created_utc) continue;
            EXPECT_LE(*row.created_utc, now) << kind.noun;
            EXPECT_LE(row.updated_utc.value_or(now), now) << kind.noun;
            if (kind.table == &Hotel::companies) continue;
            EXPECT_GE(*row.created_utc, newest) << kind.noun;
            newest = *row.created_utc;
        }
    }
    UtcTime newest{};
    for (const auto& item : morning_hotel().order_items.rows()) {
        EXPECT_GE(item.created_utc, newest);
        EXPECT_LE(item.updated_utc, now);
        newest = item.created_utc;
    }
}

TEST(LargeHotels, HaveTheSizeAskedForAndNoRoomTwiceAtATime) {
    const auto now = city_hotel_morning();
    const auto hotel = large_hotel(
        {.rooms = 20, .reservations = 1'500, .customers = 1'200, .order_items = 4'000}, 1, now);
    EXPECT_EQ(hotel.resources.size(), 20U);
    EXPECT_EQ(hotel.reservations.size(), 1'500U);
    EXPECT_EQ(hotel.customers.size(), 1'200U);
    EXPECT_EQ(hotel.order_items.size(), 4'000U);
    EXPECT_EQ(hotel.companionships.size(), 1'500U);
    std::map<Uuid, std::vector<const Reservation*>> by_room;
    for (const auto& stay : hotel.reservations.rows()) {
        EXPECT_LE(stay.updated_utc, now);
        EXPECT_LE(stay.created_utc, stay.updated_utc);
        EXPECT_NE(hotel.customers.find(stay.account_id), nullptr);
        EXPECT_NE(hotel.reservation_groups.find(stay.group_id), nullptr);
        if (stay.assigned_resource_id) by_room[*stay.assigned_resource_id].push_back(&stay);
    }
    for (auto& [room, stays] : by_room) {
        std::ranges::sort(stays, {}, &Reservation::scheduled_start_utc);
        for (std::size_t i = 1; i < stays.size(); ++i)
            EXPECT_LE(stays[i - 1]->scheduled_end_utc, stays[i]->scheduled_start_utc);
    }
}

TEST(Tables, ForgetARowButNotWhereItStood) {
    Table<Record> table;
    SplitMix random{1};
    std::vector<Uuid> ids;
    for (int i = 0; i < 4; ++i) ids.push_back(table.add({.id = random.guid()}).id);
    table.remove(ids[1]);
    EXPECT_EQ(table.find(ids[1]), nullptr);
    EXPECT_EQ(table.place_of(ids[1]), 1U);
    EXPECT_EQ(table.place_of(ids[3]), 2U);
    table.remove(ids[3]);
    EXPECT_EQ(table.place_of(ids[3]), 2U);
    EXPECT_EQ(table.find(ids[2])->id, ids[2]);
    const auto newest = table.add({.id = random.guid()}).id;
    EXPECT_EQ(table.place_of(newest), 2U);
    EXPECT_EQ(table.place_of(ids[3]), 2U) << "a reading goes on below the newer row";
}

}  // namespace
}  // namespace stayd::sim
