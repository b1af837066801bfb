#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "operations/tasks.hpp"
#include "tests/sim/world/world.hpp"

// Every write staff make, each meeting every fault on its way to the PMS: in the end the PMS has it
// exactly once (sync.md I8), and the table of what was lived through has no empty cell.

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;
using journal::Kind;
using journal::Stage;
using model::ReservationState;

std::string bytes(const Uuid& id) {
    return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

void put(google::protobuf::Timestamp* to, UtcTime time) {
    to->set_seconds(to_ms(time) / 1000);
}

template <class Fields>
void add_field(Fields* fields, const char* name, const std::string& value) {
    auto* field = fields->Add();
    field->set_name(name);
    field->set_value(value);
}

std::string text_in(const Record& record, const char* member) {
    const auto* found = record.body.if_contains(member);
    return found != nullptr && found->is_string() ? std::string{found->get_string()} : "";
}

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
    struct Sent {
        Uuid id;
        Kind kind;
        /// How often the PMS has it; 1 is right.
        std::function<std::int64_t()> times;
    };

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
                leaving.push_back(stay.id);
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
            if (stay.state == ReservationState::confirmed &&
                stay.scheduled_start_utc > world.now() + 36h)
                coming.push_back(stay.id);
        }
        for (std::size_t at = 0; at < 3 && at < arriving.size(); ++at) {
            auto& stay = *hotel.reservations.find(arriving[at]);
            desk.reschedule(stay, world.now() - 1h, stay.scheduled_end_utc, stamp);
            desk.set_room_state(*hotel.resources.find(*stay.assigned_resource_id),
                                model::ResourceState::inspected, "", stamp);
        }
        world.pms.flush_events();
        ASSERT_GE(arriving.size(), 2U);
        ASSERT_GE(leaving.size(), 1U);
        ASSERT_GE(coming.size(), 6U);
    }

    /// Sends what the box takes: the first of the candidates it does not refuse.
    template <class Candidates, class Make>
    std::optional<std::size_t> send(const Candidates& candidates, Make make) {
        for (std::size_t at = 0; at < std::size(candidates); ++at) {
            v1::Command command;
            make(command, candidates[at]);
            const auto id = phone.send(command, world.now());
            world.run_for(20ms);
            const auto ack = phone.acks().find(id);
            if (ack == phone.acks().end() || ack->second.outcome() != v1::COMMAND_OUTCOME_DURABLE) {
                last_refusal = ack == phone.acks().end() ? "no answer" : ack->second.reason();
                continue;
            }
            last = id;
            return at;
        }
        return std::nullopt;
    }

    template <class Make>
    void send_one(Kind kind, std::function<std::int64_t()> times, Make make) {
        const int one[] = {0};
        ASSERT_TRUE(send(one, [&](v1::Command& command, int) { make(command); }))
            << journal::to_word(kind) << ": " << last_refusal;
        sent.push_back({.id = last, .kind = kind, .times = std::move(times)});
    }

    std::int64_t count(Records table, const char* member, const std::string& part) {
        return std::ranges::count_if((world.pms.hotel().*table).rows(), [&](const Record& record) {
            return record.is_active && text_in(record, member).find(part) != std::string::npos;
        });
    }
    Reservation& stay(const Uuid& id) { return *world.pms.hotel().reservations.find(id); }

    void send_rooms();
    void send_stays();
    void send_people();
    void send_texts();
    void send_tasks();
    void look();

    World world{31};
    SeededRandom dice{7};
    Handheld phone{"desk-1", world.broker, dice};
    std::vector<Uuid> arriving, leaving, coming;
    std::vector<Sent> sent;
    Uuid last;
    std::string last_refusal;
    std::map<Kind, std::set<Stage>> seen;
};

void EveryWrite::send_rooms() {
    auto& rooms = world.pms.hotel().resources.rows();
    const auto& room = rooms[3];
    const auto wanted = room.state == model::ResourceState::clean ? v1::RESOURCE_STATE_DIRTY
                                                                  : v1::RESOURCE_STATE_CLEAN;
    const auto word = wanted == v1::RESOURCE_STATE_DIRTY ? model::ResourceState::dirty
                                                         : model::ResourceState::clean;
    send_one(
        Kind::set_room_state,
        [this, id = room.id, word] {
            return world.pms.hotel().resources.find(id)->state == word ? 1 : 0;
        },
        [&](v1::Command& command) {
            command.mutable_set_room_state()->set_room_id(bytes(room.id));
            command.mutable_set_room_state()->set_state(wanted);
        });
    send_one(
        Kind::block_room, [this] { return count(&Hotel::resource_blocks, "Name", "Leak"); },
        [&](v1::Command& command) {
            auto* block = command.mutable_block_room();
            block->set_room_id(bytes(rooms[5].id));
            block->set_type(v1::BLOCK_TYPE_OUT_OF_ORDER);
            block->set_reason("Leak");
            put(block->mutable_start(), world.now() + 24h * 200);
            put(block->mutable_end(), world.now() + 24h * 202);
        });
    std::vector<Uuid> blocks;
    for (const auto& block : world.pms.hotel().resource_blocks.rows()) {
        if (block.is_active && text_in(block, "Name").find("Leak") == std::string::npos)
            blocks.push_back(block.id);
    }
    const auto ended = send(blocks, [](v1::Command& command, const Uuid& id) {
        command.mutable_end_block()->set_block_id(bytes(id));
    });
    ASSERT_TRUE(ended) << last_refusal;
    sent.push_back({last, Kind::end_block, [this, id = blocks[*ended]] {
                        return world.pms.hotel().resource_blocks.find(id)->is_active ? 0 : 1;
                    }});
}

void EveryWrite::send_stays() {
    const auto in = send(arriving, [](v1::Command& command, const Uuid& id) {
        command.mutable_check_in()->set_reservation_id(bytes(id));
    });
    ASSERT_TRUE(in) << last_refusal;
    sent.push_back({last, Kind::check_in, [this, id = arriving[*in]] {
                        return stay(id).state == ReservationState::started ? 1 : 0;
                    }});
    const auto out = send(leaving, [](v1::Command& command, const Uuid& id) {
        command.mutable_check_out()->set_reservation_id(bytes(id));
    });
    ASSERT_TRUE(out) << last_refusal;
    sent.push_back({last, Kind::check_out, [this, id = leaving[*out]] {
                        return stay(id).state == ReservationState::processed ? 1 : 0;
                    }});
    const auto& rooms = world.pms.hotel().resources.rows();
    Uuid target;
    const auto moved = send(coming, [&](v1::Command& command, const Uuid& id) {
        for (const auto& room : rooms) {
            const auto& moving = stay(id);
            if (room.id == moving.assigned_resource_id ||
                world.pms.desk().occupant(room.id, moving.scheduled_start_utc,
                                          moving.scheduled_end_utc, id) != nullptr)
                continue;
            target = room.id;
            break;
        }
        command.mutable_move_stay()->set_reservation_id(bytes(id));
        command.mutable_move_stay()->set_room_id(bytes(target));
    });
    ASSERT_TRUE(moved) << last_refusal;
    const auto mover = coming[*moved];
    sent.push_back({last, Kind::move_stay, [this, mover, target] {
                        return stay(mover).assigned_resource_id == target ? 1 : 0;
                    }});
    coming.erase(coming.begin() + static_cast<std::ptrdiff_t>(*moved));
    const auto longer = send(coming, [&](v1::Command& command, const Uuid& id) {
        command.mutable_set_stay_times()->set_reservation_id(bytes(id));
        put(command.mutable_set_stay_times()->mutable_end(), stay(id).scheduled_end_utc + 1h);
    });
    ASSERT_TRUE(longer) << last_refusal;
    const auto stayer = coming[*longer];
    sent.push_back(
        {last, Kind::set_stay_times, [this, stayer, end = stay(stayer).scheduled_end_utc + 1h] {
             return stay(stayer).scheduled_end_utc == end ? 1 : 0;
         }});
}

void EveryWrite::send_people() {
    auto& hotel = world.pms.hotel();
    const auto guest = stay(leaving.front()).account_id;
    send_one(
        Kind::update_guest,
        [this, guest] {
            return world.pms.hotel().customers.find(guest)->phone == "+351 21 000 00 00" ? 1 : 0;
        },
        [&](v1::Command& command) {
            command.mutable_update_guest()->set_guest_id(bytes(guest));
            add_field(command.mutable_update_guest()->mutable_fields(), "Phone",
                      "+351 21 000 00 00");
        });
    const auto company = hotel.companies.rows().front().id;
    send_one(
        Kind::update_company,
        [this, company] {
            return text_in(*world.pms.hotel().companies.find(company), "ContactPerson") ==
                           "Rui Alves"
                       ? 1
                       : 0;
        },
        [&](v1::Command& command) {
            command.mutable_update_company()->set_company_id(bytes(company));
            add_field(command.mutable_update_company()->mutable_fields(), "ContactPerson",
                      "Rui Alves");
        });
    send_one(
        Kind::add_document,
        [this] { return count(&Hotel::identity_documents, "Number", "X31415926"); },
        [&](v1::Command& command) {
            command.mutable_add_document()->set_guest_id(bytes(guest));
            auto* fields = command.mutable_add_document()->mutable_fields();
            add_field(fields, "Type", "Passport");
            add_field(fields, "Number", "X31415926");
        });
    std::vector<Uuid> documents;
    for (const auto& document : hotel.identity_documents.rows()) documents.push_back(document.id);
    const auto removed = send(documents, [](v1::Command& command, const Uuid& id) {
        command.mutable_remove_document()->set_document_id(bytes(id));
    });
    ASSERT_TRUE(removed) << last_refusal;
    sent.push_back({last, Kind::remove_document, [this, id = documents[*removed]] {
                        return world.pms.hotel().identity_documents.find(id) == nullptr ? 1 : 0;
                    }});
    const auto companions = [this](const Uuid& of, const Uuid& who) {
        return std::ranges::count_if(world.pms.hotel().companionships.rows(), [&](const auto& row) {
            return row.reservation_id == of && row.customer_id == who;
        });
    };
    std::vector<Uuid> roomy;
    for (const auto& row : hotel.reservations.rows()) {
        int persons = 0;
        for (const auto& group : row.person_counts) persons += group.count;
        const auto there = std::ranges::count(hotel.companionships.rows(), std::optional{row.id},
                                              &Companionship::reservation_id);
        if (row.holds_room() && row.account_id != guest && persons > there &&
            row.scheduled_start_utc < world.now() + 24h && row.scheduled_end_utc > world.now())
            roomy.push_back(row.id);
    }
    const auto added = send(roomy, [&](v1::Command& command, const Uuid& id) {
        command.mutable_add_companion()->set_reservation_id(bytes(id));
        command.mutable_add_companion()->set_guest_id(bytes(guest));
    });
    ASSERT_TRUE(added) << last_refusal;
    sent.push_back({last, Kind::add_companion,
                    [companions, of = roomy[*added], guest] { return companions(of, guest); }});
    std::vector<std::pair<Uuid, Uuid>> pairs;
    for (const auto& row : hotel.companionships.rows()) {
        if (row.reservation_id && stay(*row.reservation_id).state == ReservationState::started)
            pairs.emplace_back(*row.reservation_id, row.customer_id);
    }
    const auto parted = send(pairs, [&](v1::Command& command, const auto& pair) {
        command.mutable_remove_companion()->set_reservation_id(bytes(pair.first));
        command.mutable_remove_companion()->set_guest_id(bytes(pair.second));
    });
    ASSERT_TRUE(parted) << last_refusal;
    sent.push_back({last, Kind::remove_companion, [companions, pair = pairs[*parted]] {
                        return companions(pair.first, pair.second) == 0 ? 1 : 0;
                    }});
}

void EveryWrite::send_texts() {
    const auto& id = arriving[1];
    send_one(
        Kind::add_stay_note,
        [this] { return count(&Hotel::service_order_notes, "Text", "Cot wanted"); },
        [&](v1::Command& command) {
            command.mutable_add_stay_note()->set_reservation_id(bytes(id));
            command.mutable_add_stay_note()->set_text("Cot wanted");
        });
    send_one(
        Kind::add_guest_note,
        [this] { return count(&Hotel::account_notes, "Content", "Prefers stairs"); },
        [&](v1::Command& command) {
            command.mutable_add_guest_note()->set_guest_id(bytes(stay(id).account_id));
            command.mutable_add_guest_note()->set_text("Prefers stairs");
        });
    send_one(
        Kind::send_message,
        [this] { return count(&Hotel::messages, "Text", "Your room is ready"); },
        [&](v1::Command& command) {
            command.mutable_send_message()->set_reservation_id(bytes(id));
            command.mutable_send_message()->set_text("Your room is ready");
        });
    const auto sold_to_stay = [this, id] {
        return std::ranges::count_if(world.pms.writes(), [&](const AppliedWrite& write) {
            return write.kind == "product_added" && write.id == id && write.by == Actor::our_client;
        });
    };
    const auto sold_by_key = [this](const std::string& key) {
        return std::ranges::count(world.pms.hotel().order_items.rows(), key,
                                  &OrderItem::external_identifier);
    };
    // One product of the service that is stayed at, and one of another.
    const auto service = stay(id).service_id.to_string();
    for (const bool of_the_stay : {true, false}) {
        std::vector<Uuid> products;
        for (const auto& product : world.pms.hotel().products.rows()) {
            if ((text_in(product, "ServiceId") == service) == of_the_stay && product.is_active)
                products.push_back(product.id);
        }
        const auto sold = send(products, [&](v1::Command& command, const Uuid& product) {
            command.mutable_sell_product()->set_reservation_id(bytes(id));
            command.mutable_sell_product()->set_product_id(bytes(product));
            command.mutable_sell_product()->set_count(3);
        });
        ASSERT_TRUE(sold) << last_refusal;
        if (of_the_stay) {
            sent.push_back({last, Kind::sell_product, sold_to_stay});
        } else {
            sent.push_back({last, Kind::sell_product,
                            [sold_by_key, key = last.to_string()] { return sold_by_key(key); }});
        }
    }
}

void EveryWrite::send_tasks() {
    send_one(
        Kind::create_task,
        [this] {
            return std::ranges::count_if(world.pms.hotel().tasks.rows(), [](const Task& task) {
                return task.name.starts_with("Kettle");
            });
        },
        [&](v1::Command& command) { command.mutable_create_task()->set_title("Kettle"); });
    const auto task = last;
    send_one(
        Kind::complete_task,
        [this] {
            return std::ranges::count_if(world.pms.hotel().tasks.rows(), [](const Task& row) {
                return row.name.starts_with("Kettle") && row.closed_utc;
            });
        },
        [&](v1::Command& command) { command.mutable_complete_task()->set_task_id(bytes(task)); });
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
    send_rooms();
    send_stays();
    send_people();
    send_texts();
    send_tasks();
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
    for (const auto& one : sent) {
        const auto change = world.daemon->house().journal().find(one.id);
        ASSERT_TRUE(change);
        EXPECT_EQ(change->stage, Stage::confirmed)
            << journal::to_word(one.kind) << ": " << journal::to_word(change->stage) << ", "
            << change->reason;
        EXPECT_EQ(one.times(), 1) << journal::to_word(one.kind);
        // No kind has skipped a stage that this trouble leads to.
        EXPECT_TRUE(seen[one.kind].contains(Stage::ready)) << journal::to_word(one.kind);
        EXPECT_TRUE(seen[one.kind].contains(Stage::in_flight)) << journal::to_word(one.kind);
        std::string stages;
        for (const auto stage : seen[one.kind]) stages += journal::to_word(stage).front();
        row += fmt::format(" {}={}C", journal::to_word(one.kind), stages);
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
