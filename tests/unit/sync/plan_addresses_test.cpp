#include <gtest/gtest.h>

#include "sync/plan.hpp"
#include "tests/sim/world/small_hotel.hpp"

// A guest's address on its way to the PMS: it is one thing, and there is one of it.

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using house::Confirmed;
using house::Refused;
using house::Replaced;
using journal::Fields;
using sim::id_of;

struct PlanOfAnAddress : testing::Test {
    /// The PMS says so.
    void has(std::string_view name, const Fields& fields, bool is_active = true) {
        sim::Row row(model::List::addresses);
        row.set("account_uid", guest.id).set("is_active", is_active);
        row.set("updated_utc_ms", hotel.now);
        row.set("line1", fields.get("Line1")).set("line2", fields.get("Line2"));
        row.set("city", fields.get("City"));
        hotel.apply(house::PageArrived{.rows = row.end(id_of(name))});
    }
    Uuid set(Fields fields) {
        return hotel.accepted(house::SetAddress{guest.id, std::move(fields)});
    }
    journal::Change change(const Uuid& id) { return hotel.house.journal().find(id).value(); }
    Plan plan_of(const Uuid& id) { return plan(hotel.house, change(id), hotel.now); }
    template <class Write>
    Write write_of(const Uuid& id) {
        return std::get<Write>(std::get<mews::Write>(plan_of(id).next));
    }
    template <class Outcome>
    Outcome outcome_of(const Uuid& id) {
        return std::get<Outcome>(std::get<house::Outcome>(plan_of(id).next));
    }
    /// By name and value, "–" for what is cleared.
    static std::string said(const std::vector<mews::FieldUpdate>& fields) {
        std::string all;
        for (const auto& [name, value] : fields) all += name + "=" + value.value_or("–") + " ";
        return all;
    }
    /// The list is known to be complete up to now.
    void is_read() {
        hotel.apply(house::StreamCompleted{.list = model::List::addresses, .watermark = hotel.now});
    }

    sim::SmallHotel hotel;
    sim::SmallHotel::Guest guest = hotel.guest("Okafor", "Ngozi");
};

TEST_F(PlanOfAnAddress, AFirstOneIsAddedWithWhatItHas) {
    const auto write = write_of<mews::AddAddress>(set({{"Line1", "Rua Augusta 24"}, {"City", {}}}));
    EXPECT_EQ(write.account_id, guest.id);
    EXPECT_EQ(std::ranges::count_if(write.fields, [](const auto& f) { return bool{f.value}; }), 1);
}

TEST_F(PlanOfAnAddress, OnlyWhatDiffersIsSentOfAChangedOne) {
    has("old", {{"Line1", std::string(600, 'x')}, {"Line2", "2.º Esq."}, {"City", "Lisboa"}});
    const auto write = write_of<mews::UpdateAddress>(set({{"City", "Porto"}, {"Line2", {}}}));
    EXPECT_EQ(write.address_id, id_of("old"));
    EXPECT_EQ(said(write.fields), "City=Porto Line2=– ");
}

TEST_F(PlanOfAnAddress, TheirStreetAndOurCityDoNotBecomeOneAddress) {
    has("old", {{"Line1", "Rua Augusta 24"}, {"City", "Lisboa"}});
    const auto id = set({{"City", "Porto"}});
    hotel.now += 1h;
    is_read();
    hotel.now += 1h;
    has("old", {{"Line1", "Rua Nova 2"}, {"City", "Lisboa"}});
    const auto replaced = outcome_of<Replaced>(id);
    EXPECT_EQ(replaced.lost.get("Line1"), "Rua Nova 2");
    EXPECT_EQ(replaced.lost.get("City"), "Lisboa");
    EXPECT_EQ(replaced.reason, "In Mews the guest got another address meanwhile.");
}

TEST_F(PlanOfAnAddress, OursThatIsLaterReplacesTheirsWhole) {
    has("old", {{"Line1", "Rua Augusta 24"}, {"City", "Lisboa"}});
    // Somebody changed it there two hours ago; here that is not read yet.
    const auto theirs = hotel.now;
    hotel.now += 2h;
    const auto id = set({{"City", "Porto"}});
    sim::Row row(model::List::addresses);
    row.set("account_uid", guest.id).set("is_active", true);
    row.set("line1", "Rua Nova 2").set("city", "Lisboa").set("updated_utc_ms", theirs + 1min);
    hotel.apply(house::PageArrived{.rows = row.end(id_of("old"))});
    const auto plan = plan_of(id);
    EXPECT_EQ(plan.beaten.get("Line1"), "Rua Nova 2");
    EXPECT_EQ(said(write_of<mews::UpdateAddress>(id).fields), "City=Porto Line1=Rua Augusta 24 ");
}

TEST_F(PlanOfAnAddress, OneThatIsThereAlreadyIsConfirmed) {
    has("old", {{"City", "Lisboa"}});
    const auto id = set({{"City", "Porto"}});
    EXPECT_FALSE(found(hotel.house, change(id), {}));
    hotel.now += 1h;
    has("old", {{"City", "Porto"}});
    outcome_of<Confirmed>(id);
    EXPECT_TRUE(std::holds_alternative<Confirmed>(found(hotel.house, change(id), {}).value()));
}

TEST_F(PlanOfAnAddress, OneThatWasDeletedIsRefused) {
    has("old", {{"City", "Lisboa"}});
    const auto id = set({{"City", "Porto"}});
    hotel.now += 1h;
    has("old", {{"City", "Lisboa"}}, false);
    EXPECT_EQ(outcome_of<Refused>(id).reason, "It is no longer in Mews.");
}

TEST_F(PlanOfAnAddress, ThatThePmsGotMeanwhileIsMergedWithOurFirst) {
    const auto id = set({{"Line1", "Rua Augusta 24"}});
    hotel.now += 1h;
    has("theirs", {{"Line1", "Rua Nova 2"}, {"City", "Faro"}});
    const auto replaced = outcome_of<Replaced>(id);
    EXPECT_EQ(replaced.lost.get("City"), "Faro") << "never two addresses";
    EXPECT_EQ(replaced.rule, "R29");
}

TEST_F(PlanOfAnAddress, OurFirstGoesIntoTheirsThatIsOlder) {
    const auto theirs = hotel.now;
    hotel.now += 1h;
    const auto id = set({{"Line1", "Rua Augusta 24"}});
    sim::Row row(model::List::addresses);
    row.set("account_uid", guest.id).set("is_active", true);
    row.set("city", "Faro").set("updated_utc_ms", theirs);
    hotel.apply(house::PageArrived{.rows = row.end(id_of("theirs"))});
    const auto write = write_of<mews::UpdateAddress>(id);
    EXPECT_EQ(write.address_id, id_of("theirs"));
    EXPECT_EQ(said(write.fields), "City=– Line1=Rua Augusta 24 ");
}

TEST_F(PlanOfAnAddress, ASecondOneGoesToWhatCameOfTheFirst) {
    const auto first = set({{"Line1", "Rua Augusta 24"}});
    const auto second = set({{"City", "Lisboa"}});
    hotel.settle(first, Confirmed{.pms_id = id_of("made")});
    auto write = write_of<mews::UpdateAddress>(second);
    EXPECT_EQ(write.address_id, id_of("made")) << "no read has brought it yet";
    EXPECT_EQ(said(write.fields), "City=Lisboa ");
    has("made", {{"Line1", "Rua Augusta 24"}});
    write = write_of<mews::UpdateAddress>(second);
    EXPECT_EQ(said(write.fields), "City=Lisboa ");
    const auto look = look_at(hotel.house, {change(second)}, hotel.now).value();
    EXPECT_EQ(look.ids, std::vector{id_of("made")});
}

TEST_F(PlanOfAnAddress, ASecondOneWhoseFirstWasRefusedHasNowhereToGo) {
    const auto first = set({{"Line1", "Rua Augusta 24"}});
    const auto second = set({{"City", "Lisboa"}});
    hotel.settle(first, Refused{.reason = "no"});
    EXPECT_EQ(outcome_of<Refused>(second).reason, "Mews did not take what this changes.");
}

TEST_F(PlanOfAnAddress, AFirstOneInDoubtIsLookedForAmongTheGuests) {
    const auto id = set({{"Line1", "Rua Augusta 24"}});
    const auto look = look_at(hotel.house, {change(id)}, hotel.now).value();
    EXPECT_EQ(look.list, model::List::addresses);
    EXPECT_EQ(look.parents, std::vector{guest.id});
    EXPECT_FALSE(found(hotel.house, change(id), {}));
}

}  // namespace
}  // namespace stayd::sync
