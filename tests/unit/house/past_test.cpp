#include "house/past.hpp"

#include <boost/json.hpp>
#include <map>

#include "house/dry_run.hpp"
#include "mews/answers.hpp"
#include "storage/backup.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/house/concluding.hpp"

// A copy of the house that is taken back in time is the house as it was.

namespace stayd::house {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using Seen = std::map<std::string, std::string>;

struct InAFolder {
    sim::TemporaryFolder folder;
};
struct APast : InAFolder, Concluding {
    APast() : Concluding(folder.path() / "hotel.db") { hotel.room("204"); }

    /// As the PMS gives it, whole: the past is put together from what the mirror kept of that.
    void room_is(std::string_view state) {
        hotel.apply(PageArrived{
            .rows = mews::read_document(
                model::List::resources,
                "{\"Id\":\"" + hotel.room("204").id.to_string() +
                    "\",\"IsActive\":true,\"Name\":\"204\",\"State\":\"" + std::string{state} +
                    "\",\"Data\":{\"Discriminator\":\"Space\",\"Value\":{\"FloorNumber\":\"2\"}},"
                    "\"UpdatedUtc\":\"" +
                    to_iso8601(hotel.now) + "\"}",
                "en-GB")});
    }

    /// Every row, but for when the PMS says it was updated, which goes with no change; and what
    /// staff's changes make of it.
    static Seen all_of(storage::Database& database) {
        Seen seen;
        mirror::Mirror mirror(database);
        for (const auto& entry : model::lists()) {
            for (const auto& row : mirror.rows_after(entry.list, 0, 1000)) {
                auto document = json::parse(*mirror.document(entry.list, row.id)).as_object();
                document.erase("UpdatedUtc");
                seen[std::string{entry.name} + " " + row.id.to_string()] =
                    json::serialize(document);
            }
        }
        const auto add = [&](const char* sql) {
            auto query = database.statement(sql);
            while (query.step()) seen[query.text(0)] = query.text(1);
        };
        add("SELECT 'room ' || name, state_now FROM room_now");
        add("SELECT 'stay ' || number, state_now || coalesce(hex(room_uid_now), '') FROM stay_now");
        add("SELECT 'task ' || title, stage FROM task");
        add("SELECT 'change ' || hex(uid), stage IN ('Ready', 'InFlight', 'Unknown') FROM change");
        add("SELECT 'record ' || name, value FROM record");
        add("SELECT 'day', business_day_start_utc_ms FROM house");
        return seen;
    }
    void look() { looks.emplace_back(hotel.now, all_of(hotel.database)); }
    /// Later by so much, without anything that happens by itself.
    void after(Duration time) { hotel.now += time; }

    void expect_to_see_it_again() {
        storage::Database copy("", storage::Database::Mode::read_write);
        ASSERT_TRUE(storage::copy(hotel.database, copy, [] { return false; }));
        Past past(copy, mews::read_document, looks.front().first);
        for (auto look = looks.rbegin(); look != looks.rend(); ++look) {
            past.back_to(look->first);
            EXPECT_EQ(all_of(copy), look->second) << to_iso8601(look->first);
        }
    }

    std::vector<std::pair<UtcTime, Seen>> looks;
};

struct AKnownPast : APast {
    AKnownPast() {
        hotel.now += 1s;
        room_is("Inspected");
        read_everything();
    }
};

TEST_F(AKnownPast, KnowsWhatThePmsChangedAddedAndTookAway) {
    after(1h);
    auto okafor = hotel.guest("Okafor", "Ngozi");
    auto stay = okafor.arrives_today();
    look();
    after(1h);
    stay.changes([&](auto& row) { row.assigned_resource_id = hotel.room("204").id; });
    okafor.changes([](auto& row) { row.first_name = std::nullopt; });
    look();
    after(1h);
    okafor.changes([](auto& row) { row.first_name = "Ada \"the\" Ü"; });
    room_is("Dirty");
    hotel.guest("Adeyemi", "Tolu").accompanies(stay);
    look();
    after(26h);
    hotel.apply(Tick{});  // another day
    hotel.apply(RowsGone{.list = model::List::reservations, .ids = {stay.id}});
    look();
    after(1h);
    expect_to_see_it_again();
}

TEST_F(AKnownPast, KnowsWhatStaffDid) {
    auto stay = hotel.guest("Okafor", "Ngozi").arrives_today(hotel.room("204"));
    look();
    after(1h);
    const auto dirty = hotel.accepted(
        SetRoomState{.room = hotel.room("204").id, .state = model::ResourceState::dirty});
    const auto in = hotel.accepted(CheckIn{.reservation = stay.id});
    look();
    after(1h);
    hotel.settle(dirty, Confirmed{});
    hotel.settle(in, Confirmed{});
    look();
    after(1h);
    const auto task = hotel.accepted(CreateTask{.title = "Bring a cot", .due = hotel.now + 1h});
    look();
    after(1h);
    hotel.accepted(CompleteTask{task});
    look();
    after(1h);
    expect_to_see_it_again();
}

TEST_F(AKnownPast, KnowsWhatStaffRecordedAndTookBack) {
    const auto stay = hotel.guest("Okafor", "Ngozi").arrives_today(hotel.room("204"));
    look();
    for (const auto& [name, value] : {std::pair{"eta", "2015-09-17T17:30:00Z"},
                                      {"eta", "2015-09-17T18:00:00Z"},
                                      {"extra_bed", "yes"},
                                      {"extra_bed", ""},
                                      {"eta", ""}}) {
        after(1min);
        hotel.accepted(Record{stay.id, name, value});
        look();
    }
    after(1min);
    expect_to_see_it_again();
}

/// A box that was set up this morning: what the PMS itself says of earlier days.
TEST_F(APast, GoesByTheTimesThatThePmsKeepsBeforeTheBoxWasThere) {
    hotel.guest("Okafor", "Ngozi").arrives_today(hotel.room("204"));
    hotel.database.execute(
        "UPDATE reservation SET state = 'Processed', created_utc_ms = created_utc_ms - 72 * "
        "3600000; UPDATE reservation SET actual_start_utc_ms = created_utc_ms + 86400000, "
        "actual_end_utc_ms = created_utc_ms + 2 * 86400000");
    storage::Database copy("", storage::Database::Mode::read_write);
    storage::copy(hotel.database, copy, [] { return false; });
    Past past(copy, mews::read_document, hotel.now - 96h);
    const auto state = [&] {
        auto query = copy.statement("SELECT state FROM reservation");
        return query.step() ? query.text(0) : "none";
    };
    std::vector<std::string> states{state()};
    for (const auto ago : {30h, 54h, 78h}) {
        past.back_to(hotel.now - ago);
        states.push_back(state());
    }
    EXPECT_EQ(states, (std::vector<std::string>{"Processed", "Started", "Confirmed", "none"}));
}

struct ADryRun : AKnownPast {
    static constexpr const char* toml =
        "[[rule]]\nid = \"X-01\"\nname = \"No room\"\nsubject = \"stay\"\nwhen = \"room_uid IS "
        "NULL\"\n"
        "severity = \"medium\"\nmessage = \"No room\"\nfix = \"Assign one\"\nrole = \"desk\"\n";

    DryRun run(Duration look_back, std::function<bool()> is_over = [] { return false; }) {
        return dry_run({.database = folder.path() / "hotel.db",
                        .sources = {&source, 1},
                        .now = hotel.now,
                        .look_back = look_back,
                        .read = mews::read_document,
                        .is_over = std::move(is_over)});
    }
    const rules::Source source{.file = "test", .text = toml};
};

TEST_F(ADryRun, CountsHowOftenARuleWouldHaveFired) {
    auto stay = hotel.guest("Okafor", "Ngozi").arrives_today();
    stay.changes([](auto& row) { row.scheduled_end_utc += 240h; });
    const auto moves = [&](std::optional<Uuid> room) {
        after(25h);
        stay.changes([&](auto& row) { row.assigned_resource_id = room; });
    };
    moves(hotel.room("204").id);
    moves(std::nullopt);
    moves(hotel.room("204").id);
    after(25h);
    hotel.guest("Adeyemi", "Tolu").arrives_today();
    const auto tried = run(120h);
    EXPECT_EQ(tried.mistakes, std::vector<std::string>{});
    ASSERT_EQ(tried.rules.size(), 1);
    EXPECT_EQ(tried.rules[0].hits, 1);
    EXPECT_EQ(tried.rules[0].fired, 3);
    EXPECT_EQ(tried.rules[0].fired_on, 2);
    EXPECT_EQ(tried.rules[0].last, (std::vector<std::string>{"1043", "1042"}));
    EXPECT_EQ(tried.looked_back, 120h);
    EXPECT_EQ(tried.known_since, sim::utc("2015-09-17T09:00:00Z"));  // the first start
    EXPECT_EQ(hotel.count("SELECT count(*) FROM reservation"), 2);
}

TEST_F(ADryRun, LooksBackOnlyAsFarAsThereIsTime) {
    hotel.guest("Okafor", "Ngozi").arrives_today();
    after(240h);
    EXPECT_EQ(run(0h).looked_back, 0h);
    EXPECT_FALSE(run(0h).known_since);
    int asked = 0;
    const auto tried = run(24h * 30, [&] { return ++asked > 5; });
    EXPECT_EQ(tried.mistakes, std::vector<std::string>{});
    EXPECT_EQ(tried.rules[0].hits, 1);
    EXPECT_GT(tried.looked_back, 0h);
    EXPECT_LT(tried.looked_back, 24h * 20);
}

TEST_F(ADryRun, OfABackupGoesByItsOwnTime) {
    const auto file = folder.path() / "hotel.db";
    hotel.apply(LineObserved{.line = Line::up, .cause = {}});
    const auto heard = hotel.count("SELECT last_contact_utc_ms FROM house");
    ASSERT_GT(heard, 0);
    EXPECT_EQ(now_in(file, hotel.now + 1h), hotel.now + 1h);
    EXPECT_EQ(now_in(file, hotel.now + 24h * 400), from_ms(heard));
}

}  // namespace
}  // namespace stayd::house
