#include <gtest/gtest.h>

#include "house/guest_address.hpp"
#include "house/pms_facts.hpp"
#include "tests/sim/world/small_hotel.hpp"

// A guest's address: which write it becomes, what staff see of it, and why it is not taken.

namespace stayd::house {
namespace {

using namespace std::chrono_literals;
using journal::Fields;
using journal::Kind;
using sim::id_of;

struct AddressesTest : testing::Test {
    /// The PMS says so.
    void has(std::string_view name, const Fields& fields, bool is_active = true) {
        sim::Row row(model::List::addresses);
        row.set("account_uid", guest.id).set("is_active", is_active);
        row.set("updated_utc_ms", hotel.now);
        row.set("line1", fields.get("Line1")).set("city", fields.get("City"));
        row.set("country_code", fields.get("CountryCode"));
        row.set("country_subdivision_code", fields.get("CountrySubdivisionCode"));
        hotel.apply(PageArrived{.rows = row.end(id_of(name))});
    }
    std::string refusal(Fields fields) {
        const auto ack = hotel.staff(SetAddress{guest.id, std::move(fields)});
        return ack.durable ? "" : ack.reason;
    }
    journal::Change set(Fields fields) {
        return change(hotel.accepted(SetAddress{guest.id, std::move(fields)}));
    }
    journal::Change change(const Uuid& id) { return hotel.house.journal().find(id).value(); }
    std::string shown(std::string_view field) {
        return address_of(hotel.database, guest.id).fields.text(field);
    }

    sim::SmallHotel hotel;
    sim::SmallHotel::Guest guest = hotel.guest("Okafor", "Ngozi");
};

TEST_F(AddressesTest, AGuestWithoutOneGetsIt) {
    const auto added = set({{"Line1", "Rua Augusta 24"}, {"City", "Lisboa"}});
    EXPECT_EQ(added.kind, Kind::add_address);
    EXPECT_EQ(added.subject, added.id);
    EXPECT_EQ(added.about, guest.id);
    EXPECT_EQ(added.value.get("City"), "Lisboa");
    EXPECT_EQ(shown("Line1"), "Rua Augusta 24");
    EXPECT_EQ(hotel.views.change(added.id)->what, "Guest's address");
}

TEST_F(AddressesTest, OneThatIsThereIsChangedAsAWhole) {
    has("old", {{"Line1", "Rua Augusta 24"}, {"City", "Lisboa"}});
    const auto changed = set({{"City", "Porto"}});
    EXPECT_EQ(changed.kind, Kind::update_address);
    EXPECT_EQ(changed.subject, id_of("old"));
    EXPECT_EQ(changed.about, guest.id);
    EXPECT_EQ(changed.value.size(), address_fields().size());
    EXPECT_EQ(changed.value.get("Line1"), "Rua Augusta 24");
    EXPECT_EQ(changed.value.get("City"), "Porto");
    EXPECT_EQ(changed.base.get("City"), "Lisboa");
}

TEST_F(AddressesTest, TheProfilesOwnIsTheOneElseTheNewestInForce) {
    has("first", {{"City", "Lisboa"}});
    hotel.now += 1min;
    has("second", {{"City", "Porto"}});
    has("deleted", {{"City", "Faro"}}, false);
    EXPECT_EQ(set({{"Line1", "Rua Nova 2"}}).subject, id_of("second"));
    hotel.house.apply(SendSettled{.change = hotel.house.journal().open().at(0).id,
                                  .outcome = Refused{.reason = "no"}},
                      hotel.now);
    auto own = hotel.database.statement("UPDATE customer SET address_uid = :own WHERE uid = :uid");
    own.bind(":own", id_of("first")).bind(":uid", guest.id).run();
    EXPECT_EQ(set({{"Line1", "Rua Nova 2"}}).subject, id_of("first"));
}

TEST_F(AddressesTest, ASecondOneStandsUponTheFirstThatWaits) {
    const auto added = set({{"Line1", "Rua Augusta 24"}, {"CountryCode", "PT"}});
    const auto second = set({{"City", "Lisboa"}});
    EXPECT_EQ(second.kind, Kind::update_address) << "never two addresses";
    EXPECT_EQ(second.subject, added.id) << "waits for the adding";
    EXPECT_EQ(second.value.get("Line1"), "Rua Augusta 24");
    EXPECT_EQ(second.base.get("Line1"), "Rua Augusta 24");
    EXPECT_EQ(second.base.get("City"), std::nullopt);
    const auto third = set({{"Line1", std::nullopt}});
    EXPECT_EQ(third.subject, added.id);
    EXPECT_EQ(shown("Line1"), "");
    EXPECT_EQ(shown("City"), "Lisboa");
    EXPECT_EQ(hotel.house.journal().next_due(hotel.now)->id, added.id);
    hotel.settle(added.id, Confirmed{.pms_id = id_of("made")});
    EXPECT_EQ(hotel.house.journal().next_due(hotel.now)->id, second.id);
}

TEST_F(AddressesTest, WhatThePmsTookIsNotMadeTwiceBeforeItIsRead) {
    const auto added = set({{"City", "Lisboa"}});
    hotel.settle(added.id, Confirmed{.pms_id = id_of("made")});
    EXPECT_EQ(shown("City"), "Lisboa");
    const auto second = set({{"City", "Porto"}});
    EXPECT_EQ(second.kind, Kind::update_address);
    EXPECT_EQ(second.subject, added.id);
    hotel.settle(second.id, Confirmed{});
    has("made", {{"City", "Porto"}});
    EXPECT_EQ(set({{"City", "Faro"}}).subject, id_of("made")) << "it is read";
}

TEST_F(AddressesTest, OneThatTheListLacksAfterwardsIsMadeAnew) {
    hotel.settle(set({{"City", "Lisboa"}}).id, Confirmed{.pms_id = id_of("made")});
    hotel.now += 1min;
    hotel.apply(StreamCompleted{.list = model::List::addresses, .watermark = hotel.now});
    EXPECT_EQ(set({{"City", "Porto"}}).kind, Kind::add_address);
}

TEST_F(AddressesTest, OneThatIsReadWhileItWaitsIsConfirmed) {
    const auto added = set({{"Line1", "Rua Augusta 24"}, {"City", "Lisboa"}});
    has("other", {{"Line1", "Rua Augusta 24"}});
    EXPECT_EQ(change(added.id).stage, journal::Stage::ready) << "another one";
    has("deleted", {{"Line1", "Rua Augusta 24"}, {"City", "Lisboa"}}, false);
    EXPECT_EQ(change(added.id).stage, journal::Stage::ready) << "never sent";
    has("made", {{"Line1", "Rua Augusta 24"}, {"City", "Lisboa"}});
    EXPECT_EQ(change(added.id).stage, journal::Stage::confirmed);
    EXPECT_EQ(change(added.id).pms_id, id_of("made"));
}

TEST_F(AddressesTest, OneThatSomebodyDeletesAtOnceIsNotMadeAgain) {
    const auto added = set({{"City", "Lisboa"}});
    hotel.apply(SendStarted{.change = added.id});
    hotel.settle(added.id, InDoubt{.at = hotel.now, .reason = "no answer"});
    has("made", {{"City", "Lisboa"}}, false);
    EXPECT_EQ(change(added.id).stage, journal::Stage::confirmed);
}

TEST_F(AddressesTest, WhatCannotBeIsRefusedWithWhatToDo) {
    has("old", {{"City", "Lisboa"}, {"CountryCode", "PT"}, {"CountrySubdivisionCode", "PT-11"}});
    EXPECT_EQ(refusal({}), "Nothing is to be changed.");
    EXPECT_EQ(refusal({{"City", "Lisboa"}}), "The guest has this address already.");
    EXPECT_EQ(refusal({{"Latitude", "38.7"}}), "Latitude cannot be changed here.");
    EXPECT_EQ(refusal({{"Line1", std::string(256, 'x')}}), "Line1 is longer than 255 characters.");
    for (const auto* wrong : {"Portugal", "pt", "P", "P1"})
        EXPECT_EQ(refusal({{"CountryCode", wrong}}),
                  "CountryCode is two capital letters, such as PT.")
            << wrong;
    for (const auto* wrong : {"13", "PT13", "PT-", "PT-1234", "pt-13"})
        EXPECT_EQ(
            refusal({{"CountrySubdivisionCode", wrong}}),
            "CountrySubdivisionCode is written like PT-11: the country, a hyphen, the district.")
            << wrong;
    EXPECT_EQ(refusal({{"CountrySubdivisionCode", "ES-C"}}),
              "ES-C is in another country: change CountryCode with it, or clear it.");
    EXPECT_EQ(refusal({{"City", {}}, {"CountryCode", {}}, {"CountrySubdivisionCode", {}}}),
              "An address says at least one thing. To remove it, do so in Mews.");
    EXPECT_EQ(refusal({{"CountryCode", "ES"}, {"CountrySubdivisionCode", "ES-C"}}), "");
    const auto ack = hotel.staff(SetAddress{id_of("nobody"), {{"City", "Faro"}}});
    EXPECT_EQ(ack.reason, "This guest is not known here. Reload the page.");
}

TEST_F(AddressesTest, ADistrictGoesWithItsCountry) {
    has("old", {{"CountryCode", "PT"}, {"CountrySubdivisionCode", "PT-11"}});
    EXPECT_EQ(set({{"City", "Lisboa"}}).value.get("CountrySubdivisionCode"), "PT-11");
    EXPECT_EQ(set({{"CountryCode", "ES"}}).value.get("CountrySubdivisionCode"), std::nullopt);
}

TEST_F(AddressesTest, ALongerLineThatThePmsHasIsNotInTheWay) {
    has("old", {{"Line1", std::string(600, 'x')}});
    EXPECT_EQ(refusal({{"Line1", std::string(600, 'x')}, {"City", "Faro"}}), "");
}

TEST_F(AddressesTest, AMergedGuestHasTheAddressOfWhoIsLeft) {
    const auto merged = hotel.guest("Okafor", "N.");
    auto became =
        hotel.database.statement("UPDATE customer SET merge_target_uid = :target WHERE uid = :uid");
    became.bind(":target", guest.id).bind(":uid", merged.id).run();
    EXPECT_EQ(change(hotel.accepted(SetAddress{merged.id, {{"City", "Faro"}}})).about, guest.id);
}

TEST_F(AddressesTest, TheAuditOfTheGuestHasIt) {
    const auto added = set({{"City", "Lisboa"}});
    auto query = hotel.database.statement(
        "SELECT kind, what FROM audit WHERE about_uid = :guest AND change_uid = :change");
    query.bind(":guest", guest.id).bind(":change", added.id);
    ASSERT_TRUE(query.step());
    EXPECT_EQ(query.text(0), "Address");
    EXPECT_EQ(query.text(1), "AddAddress");
}

TEST_F(AddressesTest, ArrivalsOfTheGuestAreShownAnew) {
    const auto stay = guest.arrives_today();
    const auto touched =
        hotel.touched_by(hotel.command(SetAddress{guest.id, {{"City", "Lisboa"}}}));
    EXPECT_TRUE(touched.contains({ShownKind::arrival, stay.id}));
}

// Made anew
// ------------------------------------------------------------------------------------------------

TEST_F(AddressesTest, AFirstOneThatWasRefusedIsMadeUponWhatThereIsByNow) {
    const auto added = set({{"Line1", "Rua Augusta 24"}});
    hotel.settle(added.id, Refused{.reason = "no"});
    has("theirs", {{"City", "Lisboa"}});
    const auto again = change(hotel.accepted(ReapplyChange{added.id}));
    EXPECT_EQ(again.kind, Kind::update_address);
    EXPECT_EQ(again.subject, id_of("theirs"));
    EXPECT_EQ(again.value.get("Line1"), "Rua Augusta 24");
    EXPECT_EQ(again.value.get("City"), std::nullopt) << "the address that was written";
}

TEST_F(AddressesTest, OneThatIsGoneBecomesAFirstOneAgain) {
    has("old", {{"City", "Lisboa"}});
    const auto changed = set({{"Line1", "Rua Augusta 24"}});
    hotel.settle(changed.id, Refused{.reason = "It is no longer in Mews."});
    has("old", {{"City", "Lisboa"}}, false);
    const auto again = change(hotel.accepted(ReapplyChange{changed.id}));
    EXPECT_EQ(again.kind, Kind::add_address);
    EXPECT_EQ(again.value.get("City"), "Lisboa");
}

TEST_F(AddressesTest, ACardShowsOnlyWhatDiffers) {
    has("old", {{"Line1", "Rua Augusta 24"}, {"City", "Lisboa"}});
    const auto changed = set({{"City", "Porto"}});
    hotel.settle(changed.id,
                 Replaced{.reason = "In Mews the guest got another address meanwhile.",
                          .lost = {{"Line1", "Rua Nova 2"}, {"City", "Faro"}, {"Line2", {}}},
                          .rule = "R28"});
    const auto card = hotel.views.change(changed.id).value();
    ASSERT_EQ(card.conflicts.size(), 2U);
    EXPECT_EQ(card.conflicts[0].field, "City");
    EXPECT_EQ(card.conflicts[0].ours, "Porto");
    EXPECT_EQ(card.conflicts[1].ours, "Rua Augusta 24");
    EXPECT_EQ(card.conflicts[1].theirs, "Rua Nova 2");
}

}  // namespace
}  // namespace stayd::house
