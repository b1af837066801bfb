#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/sim/mews/record_lists.hpp"
#include "tests/sim/world/pms_book.hpp"
#include "tests/sim/world/staff_acts.hpp"
#include "tests/sim/world/world.hpp"

// Every write staff make, each meeting every fault on its way to the PMS: in the end the PMS has it
// exactly once (sync.md I8), and the table of what was lived through has no empty cell.

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;
using journal::Kind;
using journal::Stage;
using model::ReservationState;

struct Trouble {
    std::string name;
    FaultPlan plan;
    bool is_killed = false;  ///< the box, while the request is under way
    Duration lag{0};
};

std::vector<Trouble> troubles() {
    const auto plan = [](Fault fault) { return FaultPlan{.fault = fault, .delay = 400ms}; };
    return {{"none", {.delay = 400ms}},
            {"refused", plan(Fault::refused)},
            {"reset", plan(Fault::reset)},
            {"answer_lost", plan(Fault::answer_lost)},
            {"garbage", plan(Fault::garbage)},
            {"error_before", {.status = 503, .delay = 400ms}},
            {"error_after", {.status = 503, .delay = 400ms, .acts = true}},
            {"too_heavy", {.status = 408, .delay = 400ms, .acts = true}},
            {"throttled", {.status = 429, .delay = 400ms, .retry_after_seconds = 3}},
            {"killed", {.delay = 2s}, true},
            {"shown_late", plan(Fault::answer_lost), false, 60s}};
}

constexpr const char* operations_of_staff[] = {"resources/update",
                                               "resourceBlocks/add",
                                               "resourceBlocks/delete",
                                               "tasks/add",
                                               "tasks/close",
                                               "addresses/add",
                                               "addresses/update",
                                               "identityDocuments/add",
                                               "identityDocuments/delete",
                                               "accounts/update",
                                               "reservations/update",
                                               "reservations/updateInterval",
                                               "serviceOrderNotes/add",
                                               "accountNotes/add",
                                               "messageThreads/add",
                                               "messages/add",
                                               "reservations/addProduct",
                                               "orders/add",
                                               "reservations/start",
                                               "reservations/process",
                                               "reservations/addCompanion",
                                               "reservations/deleteCompanion"};

class EveryWrite : public testing::TestWithParam<Trouble> {
  protected:
    void SetUp() override {
        prepare_hotel();
        world.run_for(6min);
        ASSERT_TRUE(world.daemon->link().is_up());
        const auto& trouble = GetParam();
        if (trouble.lag > 0s) world.pms.set_visibility_lag(trouble.lag);
        for (const char* operation : operations_of_staff) {
            auto plan = trouble.plan;
            plan.path_part = operation;
            plan.calls = std::string_view{operation} == "accounts/update" ? 2 : 1;
            world.pms.add_fault(plan);
        }
    }

    /// Somebody arrives, somebody leaves, and both can.
    void prepare_hotel() {
        auto& hotel = world.pms.hotel();
        auto& desk = world.pms.desk();
        const Stamp stamp{.now = world.now(), .by = Actor::other_user};
        for (auto& stay : hotel.reservations.rows()) {
            if (stay.account_type != model::AccountType::customer) continue;
            if (stay.state == ReservationState::started &&
                stay.scheduled_end_utc < world.now() + 12h) {
                stay.balance_minor = 0;
                ++leaving;
            }
            if (stay.state == ReservationState::confirmed && stay.assigned_resource_id &&
                stay.scheduled_start_utc < world.now() + 12h &&
                stay.scheduled_start_utc > world.now() - 1h) {
                const auto& room = *hotel.resources.find(*stay.assigned_resource_id);
                if (desk.occupant(room.id, world.now() - 2h, stay.scheduled_end_utc, stay.id) !=
                        nullptr ||
                    room.state == model::ResourceState::out_of_order)
                    continue;
                arriving.push_back(stay.id);
            }
        }
        arriving.resize(std::min<std::size_t>(arriving.size(), 3));
        for (const auto& id : arriving) {
            auto& stay = *hotel.reservations.find(id);
            desk.reschedule(stay, world.now() - 1h, stay.scheduled_end_utc, stamp);
            desk.set_room_state(*hotel.resources.find(*stay.assigned_resource_id),
                                model::ResourceState::inspected, "", stamp);
        }
        world.pms.flush_events();
        ASSERT_GE(arriving.size(), 2U);
        ASSERT_GE(leaving, 1);
    }

    using Claim = std::function<bool(const v1::Command&)>;

    /// Sends what the box takes: the first of all acts of that kind that are so and that it does
    /// not refuse.
    void send(Kind kind, const Claim& is_so = [](const v1::Command&) { return true; }) {
        std::string last_refusal = "there is nothing to do";
        for (const auto& command : possible_acts(kind, world.pms, world.now(), "31415")) {
            if (!is_so(command)) continue;
            last_refusal = refusal_of(command);
            if (last_refusal.empty()) return;
        }
        FAIL() << journal::to_word(kind) << ": " << last_refusal;
    }

    /// Empty when it is saved.
    std::string refusal_of(const v1::Command& command) {
        const auto id = phone.send(command, world.now());
        world.run_for(20ms);
        const auto ack = phone.acks().find(id);
        if (ack == phone.acks().end()) return "no answer";
        if (ack->second.outcome() != v1::COMMAND_OUTCOME_DURABLE) return ack->second.reason();
        sent.push_back(id);
        return {};
    }

    const Reservation& stay(const std::string& id) {
        return *world.pms.hotel().reservations.find(Uuid::from_bytes(id).value());
    }

    void send_all();
    void look();

    World world{31};
    SeededRandom dice{7};
    Handheld phone{"desk-1", world.broker, dice};
    PmsBook book{world.pms};
    std::vector<Uuid> arriving;
    int leaving = 0;
    std::vector<Uuid> sent;
    std::map<Kind, std::set<Stage>> seen;
};

/// What one command does must not be in the way of another, or be undone by it.
void EveryWrite::send_all() {
    send(Kind::set_room_state, [this](const v1::Command& command) {
        const auto room = Uuid::from_bytes(command.set_room_state().room_id()).value();
        return world.pms.desk().occupant(room, world.now() - 24h, world.now() + 24h, {}) == nullptr;
    });
    send(Kind::block_room);
    send(Kind::end_block);
    send(Kind::check_in, [this](const v1::Command& command) {
        const auto id = Uuid::from_bytes(command.check_in().reservation_id()).value();
        return std::ranges::find(arriving, id) != arriving.end();
    });
    send(Kind::check_out);
    send(Kind::move_stay, [this](const v1::Command& command) {
        return stay(command.move_stay().reservation_id()).scheduled_start_utc > world.now() + 36h;
    });
    send(Kind::set_stay_times);
    for (const auto kind :
         {Kind::update_guest, Kind::update_company, Kind::add_address, Kind::update_address,
          Kind::add_document, Kind::remove_document, Kind::add_companion, Kind::remove_companion,
          Kind::add_stay_note, Kind::add_guest_note, Kind::send_message})
        send(kind);
    // Of the service that is stayed at, and of another: two calls. Who leaves has paid.
    for (const bool of_the_stay : {true, false}) {
        send(Kind::sell_product, [this, of_the_stay](const v1::Command& command) {
            const auto& sale = command.sell_product();
            const auto& product =
                *world.pms.hotel().products.find(Uuid::from_bytes(sale.product_id()).value());
            const auto& of = stay(sale.reservation_id());
            return of.state == ReservationState::confirmed &&
                   (id_in(product, "ServiceId") == of.service_id) == of_the_stay;
        });
    }
    send(Kind::create_task);
    v1::Command done;
    done.mutable_complete_task()->set_task_id(bytes_of(sent.back()));
    ASSERT_EQ(refusal_of(done), "");
}

void EveryWrite::look() {
    for (const auto& change : world.daemon->house().journal().open())
        seen[change.kind].insert(change.stage);
}

TEST_P(EveryWrite, IsInThePmsExactlyOnce) {
    const auto& trouble = GetParam();
    // Sent while the line is down, so that all wait and none is early.
    world.pms.set_line(Fault::refused);
    world.run_for(40s);
    send_all();
    look();
    world.pms.set_line(Fault::none);
    std::set<Uuid> killed_in;
    for (int step = 0; step < 6000; ++step) {
        world.run_for(200ms);
        look();
        if (trouble.is_killed) {
            for (const auto& change : world.daemon->house().journal().open()) {
                if (change.stage != Stage::in_flight || !killed_in.insert(change.id).second)
                    continue;
                world.start_daemon();
                look();
                break;
            }
        }
        if (world.daemon->house().journal().balance().waiting == 0) break;
    }
    ASSERT_TRUE(world.heal(15min)) << world.daemon->house().journal().balance().waiting << " wait";
    std::string row;
    for (const auto& id : sent) {
        const auto change = world.daemon->house().journal().find(id);
        ASSERT_TRUE(change);
        const auto word = journal::to_word(change->kind);
        EXPECT_EQ(change->stage, Stage::confirmed)
            << word << ": " << journal::to_word(change->stage) << ", " << change->reason;
        if (const auto key = book.key_of(*change); !key.empty()) {
            EXPECT_EQ(book.times_created(key), 1) << word;
        }
        EXPECT_EQ(book.difference_now(*change), "") << word;
        // No kind has skipped a stage that this trouble leads to; one may be too short to be seen.
        if (change->attempts > 0) seen[change->kind].insert(Stage::in_flight);
        EXPECT_TRUE(seen[change->kind].contains(Stage::ready)) << word;
        EXPECT_TRUE(seen[change->kind].contains(Stage::in_flight)) << word;
        std::string stages;
        for (const auto stage : seen[change->kind]) stages += journal::to_word(stage).front();
        row += fmt::format(" {}={}C", word, stages);
    }
    std::printf("lived through %s:%s\n", trouble.name.c_str(), row.c_str());
    for (const auto& kind : journal::kinds()) {
        const bool is_sent = kind.write_class != journal::WriteClass::local;
        EXPECT_EQ(seen.contains(kind.kind), is_sent) << kind.word;
    }
    EXPECT_EQ(world.balance_difference(), "");
    EXPECT_EQ(world.broker_difference(), "");
    EXPECT_TRUE(world.pms.client_faults().empty()) << world.pms.client_faults().begin()->first;
}

INSTANTIATE_TEST_SUITE_P(, EveryWrite, testing::ValuesIn(troubles()),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace stayd::sim
