#include <gtest/gtest.h>

#include <algorithm>

#include "tests/sim/world/small_hotel.hpp"

namespace stayd::house {
namespace {

using namespace std::chrono_literals;
using enum ShownKind;
using mirror::Scan;
using mirror::Trouble;
using model::List;
using sim::id_of;
using Touched = sim::SmallHotel::Touched;

struct ListsTest : testing::Test {
    mirror::Stream stream(List list = List::customers) { return hotel.house.streams().find(list); }
    PageArrived page(std::initializer_list<std::pair<const char*, UtcTime>> customers) {
        PageArrived arrived{.rows = model::Rows(List::customers)};
        auto& rows = arrived.rows;
        for (const auto& [name, updated] : customers) {
            rows.begin();
            rows.set(rows.entry().column("last_name"), std::string_view{name});
            rows.set(rows.entry().column("updated_utc_ms"), to_ms(updated));
            rows.end(id_of(name));
        }
        return arrived;
    }
    Scan scan(std::int64_t step) {
        return {.began = now, .step = step, .steps = 10, .calls = 1, .saved = now};
    }

    sim::SmallHotel hotel;
    const UtcTime now = hotel.now;
    const Touched nothing{};
    const Touched the_status{{status, Uuid{}}};
};

// Rows that came late

TEST_F(ListsTest, CountRowsThatBecameVisibleTooLate) {
    auto first = page({{"unseen so far", now - 20min}});
    first.late_before = now - 5min;
    hotel.apply(first);
    EXPECT_EQ(stream().late, 0) << "the whole scope was never read";
    hotel.house.apply(ScanAdvanced{List::customers, {.began = now - 30min}}, now - 30min);
    hotel.house.apply(ScanCompleted{List::customers}, now - 30min);
    auto arrived = page({{"in time", now},
                         {"late", now - 10min},
                         {"very late", now - 20min},
                         {"before the scan, and of no scope", now - 40min}});
    arrived.late_before = now - 5min;
    hotel.apply(arrived);
    EXPECT_EQ(stream().late, 2);
    EXPECT_EQ(stream().worst_lag, 20min);
    hotel.apply(arrived);
    EXPECT_EQ(stream().late, 2) << "unchanged rows are no news";
}

TEST_F(ListsTest, CountNoLateRowWhereNobodyCanTell) {
    hotel.apply(page({{"late", now - 10min}}));
    EXPECT_EQ(stream().late, 0);
    PageArrived bare{.rows = sim::Row(List::customers).set("last_name", "X").end(id_of("x")),
                     .late_before = now};
    hotel.apply(bare);
    EXPECT_EQ(stream().late, 0) << "the row carries no time";
    PageArrived threads{.rows = sim::Row(List::companionships).end(id_of("c")), .late_before = now};
    hotel.apply(threads);
    EXPECT_EQ(stream(List::companionships).late, 0) << "no row of the list does";
}

// Scans

TEST_F(ListsTest, KeepTheScanWithItsPageAndCountWhatChanged) {
    auto arrived = page({{"Ada", now}, {"Ben", now}});
    arrived.scan = scan(1);
    hotel.apply(arrived);
    EXPECT_EQ(stream().scan->step, 1);
    EXPECT_EQ(stream().scan->changed, 2);
    arrived = page({{"Ben", now}, {"Cem", now}});
    arrived.scan = scan(2);
    hotel.apply(arrived);
    EXPECT_EQ(stream().scan->changed, 3);
    hotel.apply(ScanAdvanced{List::customers, scan(3)});
    EXPECT_EQ(stream().scan->step, 3);
    EXPECT_EQ(stream().scan->changed, 3);
    auto anew = scan(0);
    anew.began += 1h;
    hotel.apply(ScanAdvanced{List::customers, anew});
    EXPECT_EQ(stream().scan->changed, 0) << "of another scan";
}

TEST_F(ListsTest, AreCompleteAtTheEndOfTheScan) {
    hotel.apply(ScanAdvanced{List::customers, scan(1)});
    EXPECT_EQ(hotel.views.status().streams[static_cast<std::size_t>(List::customers)].percent, 10);
    hotel.now += 1h;
    EXPECT_EQ(hotel.touched_by(ScanCompleted{List::customers}), the_status);
    EXPECT_EQ(stream().watermark, now);
    EXPECT_EQ(stream().complete, now + 1h);
}

TEST_F(ListsTest, TouchTheStatusWhenAPersonSeesADifference) {
    EXPECT_EQ(hotel.touched_by(ScanAdvanced{List::customers, scan(0)}), the_status) << "it began";
    EXPECT_EQ(hotel.touched_by(ScanAdvanced{List::customers, scan(1)}), the_status);
    auto same = scan(1);
    same.cursor = "the next page";
    EXPECT_EQ(hotel.touched_by(ScanAdvanced{List::customers, same}), nothing);
    const StreamTroubled trouble{List::customers, Trouble::failing, "no answer", now + 30s};
    EXPECT_EQ(hotel.touched_by(trouble), the_status);
    auto again = trouble;
    again.next_attempt = now + 60s;
    EXPECT_EQ(hotel.touched_by(again), the_status) << "it says when";
    EXPECT_EQ(stream().next_attempt, now + 60s);
    EXPECT_EQ(hotel.touched_by(again), nothing);
    again.text = "throttled";
    EXPECT_EQ(hotel.touched_by(again), the_status);
}

TEST_F(ListsTest, AreDoneWhenThePmsDoesNotAllowThem) {
    const auto before = hotel.views.status();
    EXPECT_EQ(before.first_sync_step, "configuration");
    hotel.apply(StreamTroubled{List::configuration, Trouble::not_allowed, "403", now + 24h});
    const auto after = hotel.views.status();
    EXPECT_EQ(after.lists_done, before.lists_done + 1);
    EXPECT_EQ(after.first_sync_step, "enterprises");
    hotel.apply(StreamTroubled{List::enterprises, Trouble::failing, "500", now + 30s});
    EXPECT_EQ(hotel.views.status().first_sync_step, "enterprises");
}

TEST_F(ListsTest, StandInTheStatusByTheirNames) {
    const auto view = hotel.views.status();
    ASSERT_EQ(view.streams.size(), model::list_count);
    EXPECT_EQ(view.streams[0].name(), "configuration");
    EXPECT_EQ(view.streams[0].rows, 1);
    EXPECT_EQ(view.lists_total, static_cast<int>(model::list_count));
}

// A copy thrown away

TEST_F(ListsTest, AreReadAnewWhenTheMirrorIsRebuilt) {
    const auto room = hotel.room("204").dirty();
    const auto change = hotel.accepted(SetRoomState{room.id, model::ResourceState::clean});
    hotel.apply(StreamCompleted{List::resources, now});
    hotel.apply(StreamCompleted{List::departments, now});
    const auto touched = hotel.touched_by(MirrorRebuilt{{List::resources}});
    EXPECT_TRUE(touched.contains({ShownKind::room, room.id})) << "its topic is emptied";
    EXPECT_FALSE(hotel.house.mirror().resource(room.id));
    EXPECT_EQ(stream(List::resources).generation, 2);
    EXPECT_FALSE(stream(List::resources).watermark);
    EXPECT_EQ(stream(List::departments).watermark, now);
    EXPECT_TRUE(hotel.house.journal().find(change)) << "staff's work stays";
}

TEST_F(ListsTest, BeginAScanAnewWhoseParentsGetOtherPlaces) {
    hotel.apply(ScanAdvanced{List::account_notes, scan(5)});
    hotel.apply(ScanAdvanced{List::companionships, scan(5)});
    hotel.apply(MirrorRebuilt{{List::companies}});
    EXPECT_FALSE(stream(List::account_notes).scan) << "asked by customers and companies";
    EXPECT_TRUE(stream(List::companionships).scan) << "asked by stays";
}

TEST_F(ListsTest, ReadTheRowsOfAllParentsAnewWhenThoseGetOtherPlaces) {
    hotel.apply(ParentsRead{List::companionships, 0, 5});
    EXPECT_EQ(stream(List::companionships).parents_read, 5);
    hotel.apply(MirrorRebuilt{{List::companies}});
    EXPECT_EQ(stream(List::companionships).parents_read, 5);
    hotel.apply(MirrorRebuilt{{List::reservations}});
    EXPECT_EQ(stream(List::companionships).parents_read, 0);
    hotel.apply(ParentsRead{List::companionships, 5, 9});
    EXPECT_EQ(stream(List::companionships).parents_read, 0) << "of the places before";
}

/// What a read brings that began before its list was emptied (sync.md R38).
TEST_F(ListsTest, TakeNothingOfAFormerGeneration) {
    hotel.apply(MirrorRebuilt{{List::customers}});
    const auto former = stream().generation - 1;
    auto late = page({{"Ada", now}});
    late.scan = scan(3);
    late.generation = former;
    const auto revision = hotel.house.shown().revision();
    hotel.apply(late);
    hotel.apply(ScanAdvanced{List::customers, scan(4), former});
    hotel.apply(ParentsRead{List::customers, 0, 5, former});
    hotel.apply(StreamCompleted{List::customers, now, former});
    EXPECT_EQ(hotel.house.mirror().row_count(List::customers), 0);
    EXPECT_FALSE(stream().scan);
    EXPECT_EQ(stream().parents_read, 0);
    EXPECT_FALSE(stream().watermark);
    EXPECT_EQ(hotel.house.shown().revision(), revision);

    auto arrived = page({{"Ada", now}});
    arrived.generation = former + 1;
    hotel.apply(arrived);
    hotel.apply(RowsGone{List::customers, {id_of("Ada")}, former});
    hotel.apply(ScanAdvanced{List::customers, scan(1)});
    hotel.apply(ScanCompleted{List::customers, former});
    EXPECT_EQ(hotel.house.mirror().row_count(List::customers), 1);
    EXPECT_FALSE(stream().swept);
}

// Calls taken in advance

struct Leases : ListsTest {
    static constexpr std::int64_t minute = 60'000;
    static constexpr std::int64_t day = 24 * 60 * minute;
    std::vector<std::int64_t> kept() {
        std::vector<std::int64_t> all;
        for (const auto& lease : hotel.house.leases()) all.push_back(lease.until_steady_ms);
        return all;
    }
    /// They are looked through only now and then.
    void lease_often(std::int64_t until) {
        for (int i = 0; i < 16; ++i) hotel.apply(CallsLeased{.until_steady_ms = until, .calls = 1});
    }
};

TEST_F(Leases, AreReadBackAtTheStart) {
    EXPECT_TRUE(hotel.house.leases().empty());
    EXPECT_EQ(hotel.touched_by(CallsLeased{.until_steady_ms = 5 * minute, .calls = 20}), nothing);
    hotel.apply(CallsLeased{.until_steady_ms = 6 * minute, .calls = 10});
    ASSERT_EQ(hotel.house.leases().size(), 2U);
    EXPECT_EQ(hotel.house.leases()[0].until_steady_ms, 5 * minute);
    EXPECT_EQ(hotel.house.leases()[0].calls, 20);
}

TEST_F(Leases, AreForgottenWhenNoBudgetCountsThem) {
    hotel.apply(CallsLeased{.until_steady_ms = minute, .calls = 20});
    hotel.apply(CallsLeased{.until_steady_ms = 2 * minute, .calls = 20});
    lease_often(day + 90'000);
    const auto all = kept();
    EXPECT_EQ(all.front(), 2 * minute);
    EXPECT_EQ(all.size(), 17U);
}

TEST_F(Leases, OfAnEarlierBootCountUntilThisOneIsOldEnough) {
    hotel.apply(CallsLeased{.until_steady_ms = 90 * day, .calls = 20});
    hotel.apply(CallsLeased{.until_steady_ms = minute, .calls = 20});
    EXPECT_EQ(kept(), (std::vector{90 * day, minute}));
    lease_often(day);
    EXPECT_EQ(kept().size(), 18U);
    EXPECT_EQ(kept().front(), 90 * day);
    lease_often(2 * day);
    const auto all = kept();
    EXPECT_EQ(std::ranges::count(all, 90 * day), 0);
    EXPECT_EQ(std::ranges::count(all, minute), 0);
    EXPECT_EQ(std::ranges::count(all, day), 16);
}

// What depends on rows

struct Reactions : ListsTest {
    Touched gone(List list, const Uuid& id) { return hotel.touched_by(RowsGone{list, {id}}); }
    /// And the status, which counts rows.
    static Touched counted(Touched touched) {
        touched.insert({status, {}});
        return touched;
    }

    sim::SmallHotel::Room room = hotel.room("204");
    sim::SmallHotel::Room other_room = hotel.room("205");
    sim::SmallHotel::Guest guest = hotel.guest("Okafor", "Ngozi");
    sim::SmallHotel::Stay stay = guest.arrives_today(room);
    sim::SmallHotel::Stay other_stay = hotel.guest("Abe", "Aya").arrives_today(other_room);
};

TEST_F(Reactions, CompanionshipThatMovesTouchesTheStayItLeftToo) {
    sim::Companionship row{.id = id_of("companionship"),
                           .customer_id = id_of("somebody"),
                           .reservation_group_id = id_of("group"),
                           .reservation_id = stay.id};
    hotel.page(row);
    row.reservation_id = other_stay.id;
    EXPECT_EQ(hotel.touched_by(sim::SmallHotel::page_of(row)),
              (Touched{{arrival, stay.id}, {arrival, other_stay.id}}));
    row.reservation_id.reset();
    EXPECT_EQ(hotel.touched_by(sim::SmallHotel::page_of(row)), (Touched{{arrival, other_stay.id}}));
}

TEST_F(Reactions, CategoryOfARoomAndItsBlockTouchTheRooms) {
    sim::ResourceCategoryAssignment row{.id = id_of("assignment"),
                                        .resource_id = room.id,
                                        .category_id = id_of("double"),
                                        .updated_utc = now};
    EXPECT_EQ(hotel.touched_by(sim::SmallHotel::page_of(row)),
              counted({{ShownKind::room, room.id}}));
    row.resource_id = other_room.id;
    EXPECT_EQ(hotel.touched_by(sim::SmallHotel::page_of(row)),
              (Touched{{ShownKind::room, room.id}, {ShownKind::room, other_room.id}}));
    const sim::ResourceBlock block{.id = id_of("block"), .resource_id = room.id, .name = "Paint"};
    EXPECT_EQ(hotel.touched_by(sim::SmallHotel::page_of(block)),
              counted({{ShownKind::room, room.id}}));
    EXPECT_EQ(gone(List::resource_blocks, block.id), counted({{ShownKind::room, room.id}}));
}

TEST_F(Reactions, ReservationThatIsGoneTouchesItsRoomAndNobodyWaits) {
    hotel.accepted(SetGuestWaiting{stay.id, true});
    const auto touched = gone(List::reservations, stay.id);
    EXPECT_EQ(
        touched,
        counted(
            {{arrival, stay.id}, {ShownKind::room, room.id}, {dashboard, {}}, {lobby_sign, {}}}));
    EXPECT_FALSE(stay.view());
    EXPECT_EQ(hotel.count("SELECT count(*) FROM guest_waiting"), 0);
    EXPECT_EQ(gone(List::reservations, stay.id), nothing);
}

TEST_F(Reactions, CustomerOrCompanyTouchesItsArrivals) {
    EXPECT_EQ(gone(List::customers, guest.id), counted({{arrival, stay.id}}));
    const auto companys = hotel.stay_of(id_of("Acme"), model::AccountType::company, other_room.id);
    const sim::Company company{.id = id_of("Acme"), .name = "Acme"};
    EXPECT_EQ(hotel.touched_by(sim::SmallHotel::page_of(company)),
              counted({{arrival, companys.id}}));
    hotel.page(sim::Company{.id = id_of("Acme"), .name = "Acme", .merge_target_id = id_of("kept")});
    const sim::Company kept{.id = id_of("kept"), .name = "Acme Group"};
    EXPECT_EQ(hotel.touched_by(sim::SmallHotel::page_of(kept)), counted({{arrival, companys.id}}));
}

TEST_F(Reactions, RoomThatIsGoneTouchesItselfAndWhoArrivesThere) {
    const auto touched = gone(List::resources, room.id);
    EXPECT_TRUE(touched.contains({ShownKind::room, room.id}));
    EXPECT_TRUE(touched.contains({arrival, stay.id}));
}

TEST_F(Reactions, TaskThatIsGoneStaysTheStaffs) {
    hotel.page(model::PmsTask{.id = id_of("task"), .name = "Cot", .created_utc = now});
    EXPECT_EQ(gone(List::tasks, id_of("task")), the_status);
    EXPECT_TRUE(hotel.views.task(id_of("task")));
}

/// More rows than are looked at one by one.
struct ManyRooms : ListsTest {
    ManyRooms() : rooms{.rows = model::Rows(List::resources)} {
        for (int i = 0; i < 41; ++i) {
            rooms.rows.begin();
            rooms.rows.set(rooms.rows.entry().column("name"), std::to_string(i));
            rooms.rows.end(id_of(std::to_string(i)));
        }
    }
    static bool is_shown(const Touched& touched) {
        return touched.contains({ShownKind::room, id_of("7")});
    }
    PageArrived rooms;
};

TEST_F(ManyRooms, AreShownWhenTheirReadEnds) {
    EXPECT_FALSE(is_shown(hotel.touched_by(rooms)));
    EXPECT_TRUE(is_shown(hotel.touched_by(StreamCompleted{List::resources, now})));
}

TEST_F(ManyRooms, AreShownWhenTheirReadEndsInTrouble) {
    hotel.apply(rooms);
    EXPECT_TRUE(is_shown(hotel.touched_by(
        StreamTroubled{List::resources, Trouble::failing, "no answer", now + 30s})));
}

TEST_F(ManyRooms, AreShownWhenTheLineIsLostInTheMiddle) {
    hotel.apply(rooms);
    EXPECT_TRUE(is_shown(hotel.touched_by(LineObserved{Line::down, "no answer"})));
}

TEST_F(ManyRooms, AreShownAtOnceWhenTheyWereAskedForByTheirIds) {
    rooms.evidence = mirror::Evidence::by_id;
    EXPECT_TRUE(is_shown(hotel.touched_by(rooms)));
}

TEST_F(Reactions, ListsNobodyIsShownAreCounted) {
    const auto read = [&](const model::Rows& rows) {
        return hotel.touched_by(PageArrived{.rows = rows});
    };
    EXPECT_EQ(read(sim::Row(List::rates).set("name", "BAR").end(id_of("rate"))), the_status);
    EXPECT_EQ(read(sim::Row(List::payments).set("account_uid", guest.id).end(id_of("p"))),
              the_status);
    EXPECT_EQ(hotel.house.mirror().row_count(List::payments), 1);
}

TEST_F(Reactions, AReadByIdIsToldToTheMirror) {
    auto row = room.row();
    row.state = model::ResourceState::dirty;
    row.updated_utc = now - 1h;
    auto page = sim::SmallHotel::page_of(row);
    EXPECT_EQ(hotel.touched_by(page), nothing) << "older";
    page.evidence = mirror::Evidence::by_id;
    EXPECT_TRUE(hotel.touched_by(page).contains({ShownKind::room, room.id}));
}

}  // namespace
}  // namespace stayd::house
