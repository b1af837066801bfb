#include "tests/crash/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "house/house.hpp"
#include "tests/crash/floor.hpp"
#include "tests/crash/rules.hpp"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::crash {
namespace {

using namespace std::chrono_literals;
using house::Input;
using journal::Kind;
using journal::WriteClass;
using model::List;

constexpr int rooms = 14;
constexpr int spare_rooms = 5;
constexpr int rooms_to_block = 2;
constexpr int leaving_stays = 4;
constexpr std::size_t groups_between_backups = 9;
constexpr std::size_t every_kind_in = 200;  // commands

/// Days that pass at once when so many percent of the commands are accepted.
struct Pause {
    std::size_t at_percent;
    int days;
};
constexpr Pause pauses[] = {{.at_percent = 50, .days = 91},   // tombstones go
                            {.at_percent = 75, .days = 401},  // the audit's time is over
                            {.at_percent = 88, .days = 1}};   // and it goes

/// Writes the scenario by living it in memory: what is due next depends on what was accepted.
class Author {
  public:
    explicit Author(std::uint64_t seed) : draw_(seed) {
        house::prepare(database_, ":memory:");
        house_.emplace(database_, random_);
        scenario_.begins = now_;
        house_->apply(house::Started{}, now_);
    }

    Scenario write(std::size_t commands) {
        open_the_hotel();
        const auto* pause = std::begin(pauses);
        for (std::size_t group = 0; scenario_.commands < commands; ++group) {
            if (pause != std::end(pauses) &&
                scenario_.commands >= commands * pause->at_percent / 100)
                let_days_pass(*pause++);
            staff_act(std::min(1 + draw_.below(5), commands - scenario_.commands));
            for (int i = 0; i < 3; ++i) send_what_is_due();
            if (group % 2 == 0) read_a_page();
            if (group % 11 == 5) the_line_changes();
            if (group % groups_between_backups == 4) back_up();
        }
        while (read_a_page()) {
        }
        settle_everything();
        for (const auto& kind : journal::kinds()) {
            if (commands >= every_kind_in && !scenario_.kinds.contains(kind.kind))
                throw std::logic_error(
                    fmt::format("the scenario has no {}: take another seed", kind.word));
        }
        return std::move(scenario_);
    }

  private:
    void then(std::string what, std::vector<Input> inputs) {
        const auto step = scenario_.steps.size();
        const auto effects = house_->apply(inputs, now_);
        for (const auto& input : inputs) {
            if (std::holds_alternative<house::PageArrived>(input)) ++scenario_.pages;
            if (const auto* sent = std::get_if<house::SendStarted>(&input))
                scenario_.left.push_back({.step = step, .change = sent->change});
        }
        const auto before = scenario_.accepted.size();
        note_new_changes(step, inputs);
        for (const auto& ack : effects.acks) {
            if (!ack.durable) ++scenario_.refused;
            if (ack.durable && ids_.insert(ack.command).second) ++scenario_.commands;
        }
        add({.what = std::move(what), .now = now_, .inputs = std::move(inputs)},
            scenario_.accepted.size() > before);
        now_ += 7s;
        if (scenario_.steps.size() % 17 == 0) checkpoint();
    }

    void add(Step step, bool accepted = false) {
        scenario_.accepted_in_step.push_back(accepted);
        scenario_.steps.push_back(std::move(step));
    }

    void note_new_changes(std::size_t step, const std::vector<Input>& inputs) {
        auto query = database_.statement("SELECT uid FROM change WHERE seq > :seq ORDER BY seq");
        query.bind(":seq", scenario_.accepted.empty() ? 0 : scenario_.accepted.back().change.seq);
        while (query.step()) {
            const auto change = house_->journal().find(query.uuid(0)).value();
            ++scenario_.kinds[change.kind];
            std::optional<house::CreateTask> task;
            for (const auto& input : inputs) {
                const auto* command = std::get_if<house::StaffCommand>(&input);
                if (command == nullptr || command->id != change.id) continue;
                if (const auto* made = std::get_if<house::CreateTask>(&command->action))
                    task = *made;
            }
            if (change.kind == Kind::create_task) floor_.tasks.push_back(change.id);
            if (change.kind == Kind::block_room) floor_.blocks.push_back(change.id);
            if (change.kind == Kind::add_document) floor_.documents.push_back(change.id);
            scenario_.accepted.push_back({.step = step, .change = change, .task = std::move(task)});
        }
    }

    void checkpoint() {
        static constexpr const char* manners[] = {
            "PRAGMA wal_checkpoint(PASSIVE)", "PRAGMA wal_checkpoint(FULL)",
            "PRAGMA wal_checkpoint(RESTART)", "PRAGMA wal_checkpoint(TRUNCATE)"};
        add({.what = "checkpoint", .now = now_, .sql = manners[checkpoints_++ % 4]});
    }

    void back_up() {
        ++scenario_.backups;
        add({.what = "backup", .now = now_, .backup = true});
        now_ += 1s;
    }

    template <class Row>
    void page(const Row& row) {
        then("page", {house::PageArrived{.rows = sim::rows_of(row)}});
    }

    void open_the_hotel() {
        page(model::Enterprise{.id = sim::id_of("enterprise"),
                               .chain_id = sim::id_of("chain"),
                               .name = "City Hotel",
                               .time_zone = "Europe/Lisbon",
                               .default_language_code = "en-GB",
                               .updated_utc = now_});
        std::vector<Input> house_rows;
        for (int i = 0; i < rooms + spare_rooms + rooms_to_block; ++i) {
            const auto name = fmt::format("{}", 200 + i);
            rooms_.push_back({.id = sim::id_of(name),
                              .name = name,
                              .state = model::ResourceState::dirty,
                              .kind = model::ResourceKind::space,
                              .floor = "2",
                              .updated_utc = now_});
            house_rows.emplace_back(house::PageArrived{.rows = sim::rows_of(rooms_.back())});
            auto& into = i < rooms                 ? floor_.rooms
                         : i < rooms + spare_rooms ? floor_.spare_rooms
                                                   : floor_.rooms_to_block;
            into.push_back(rooms_.back().id);
        }
        for (const char* name : {"Breakfast", "Parking"}) {
            floor_.products.push_back(sim::id_of(name));
            house_rows.emplace_back(
                house::PageArrived{.rows = sim::Row(List::products)
                                               .set("service_uid", sim::id_of("stay service"))
                                               .set("is_active", true)
                                               .set("name", name)
                                               .end(floor_.products.back())});
        }
        then("the house", std::move(house_rows));
        stays_of_the_day();
        then("line", {house::LineObserved{.line = house::Line::up, .cause = {}}});
        open_what_rules_say();
    }

    /// While lists are still read for the first time nothing is concluded: it stands already.
    void open_what_rules_say() {
        then("rules", {rules_of_the_hotel()});
        std::vector<Input> nights;
        for (const auto& stay : floor_.arriving)
            nights.emplace_back(
                house::PageArrived{.rows = sim::Row(List::order_items)
                                               .set("service_order_uid", stay)
                                               .set("type", "SpaceOrder")
                                               .set("accounting_state", "Open")
                                               .set("currency", "EUR")
                                               .set("gross_millionths", std::int64_t{100'000'000})
                                               .end(draw_.guid())});
        then("nights", std::move(nights));
        database_.execute(conclusions_stand);
        add({.what = "conclusions", .now = now_, .sql = conclusions_stand});
        for (auto [into, sql] : {std::pair{&floor_.findings, "SELECT uid FROM finding"},
                                 std::pair{&floor_.offers, "SELECT uid FROM opportunity"}}) {
            auto query = database_.statement(sql);
            while (query.step()) into->push_back(query.uuid(0));
        }
    }

    /// Guests who arrive today, and some who leave.
    void stays_of_the_day() {
        const auto day = house_->day().start;
        floor_.arriving.clear();
        floor_.in_house.clear();
        floor_.leaving.clear();
        floor_.companions.clear();
        std::vector<Input> rows;
        for (int i = 0; i < rooms; ++i)
            rows.push_back(
                stay(i, model::ReservationState::confirmed, day + 15h, day + 35h, floor_.arriving));
        for (int i = 0; i < leaving_stays; ++i)
            rows.push_back(
                stay(i, model::ReservationState::started, day - 9h, day + 11h, floor_.leaving));
        for (const auto& reservation : floor_.arriving) add_person(reservation, rows);
        then("stays", std::move(rows));
    }

    /// The PMS knows a companion of the stay, with a document.
    void add_person(const Uuid& reservation, std::vector<Input>& rows) {
        const auto companion = draw_.guid();
        floor_.documents.push_back(draw_.guid());
        floor_.companions.emplace_back(reservation, companion);
        rows.emplace_back(house::PageArrived{
            .rows = sim::rows_of(sim::Companionship{.id = draw_.guid(),
                                                    .customer_id = companion,
                                                    .reservation_group_id = sim::id_of("group"),
                                                    .reservation_id = reservation})});
        rows.emplace_back(house::PageArrived{.rows = sim::Row(List::identity_documents)
                                                         .set("customer_uid", companion)
                                                         .set("type", "Passport")
                                                         .set("number", "P1")
                                                         .end(floor_.documents.back())});
    }

    house::PageArrived stay(int room, model::ReservationState state, UtcTime start, UtcTime end,
                            std::vector<Uuid>& into) {
        const auto number = fmt::format("{}", 1042 + stays_++);
        into.push_back(sim::id_of("reservation " + number));
        return {.rows = sim::rows_of(model::Reservation{
                    .id = into.back(),
                    .service_id = sim::id_of("stay service"),
                    .account_id = sim::id_of(fmt::format("customer {}", room)),
                    .account_type = model::AccountType::customer,
                    .group_id = sim::id_of("group " + number),
                    .number = number,
                    .state = state,
                    .requested_category_id = sim::id_of("double"),
                    .assigned_resource_id = floor_.rooms[static_cast<std::size_t>(room)],
                    .scheduled_start_utc = start,
                    .scheduled_end_utc = end,
                    .person_counts = {{.age_category_id = sim::id_of("adult"), .count = 2}},
                    .created_utc = now_,
                    .updated_utc = now_})};
    }

    void staff_act(std::size_t many) {
        floor_.rule_seen = house_->conclusions().book()->find(edited_rule)->version;
        std::vector<Input> group;
        for (std::size_t i = 0; i < many; ++i) {
            group.emplace_back(
                house::StaffCommand{.id = Uuid::version7(now_, random_),
                                    .device = fmt::format("phone-{}", 1 + draw_.below(4)),
                                    .user = draw_.chance(50) ? "Ana" : "Rui",
                                    .made = now_,
                                    .action = draw_act(floor_, draw_, now_)});
        }
        // A phone that has had no answer says it again.
        if (draw_.chance(10)) group.push_back(group.front());
        if (draw_.chance(10)) {
            auto empty = std::get<house::StaffCommand>(group.front());
            empty.id = Uuid::version7(now_, random_);
            empty.action = house::CreateTask{.title = "", .description = {}};
            group.emplace_back(std::move(empty));
        }
        then("staff", std::move(group));
    }

    void send_what_is_due() {
        const auto due = house_->journal().next_due(now_);
        if (!due) return;
        if (due->stage != journal::Stage::unknown) {
            then("send", {send_of(*due)});
        } else if (due->kind == Kind::create_task && draw_.chance(50)) {
            page_with(*due);
            return;
        }
        then("settle", {house::SendSettled{.change = due->id, .outcome = outcome(*due)}});
    }

    /// Sometimes both sides have changed the same thing.
    house::SendStarted send_of(const journal::Change& change) {
        house::SendStarted send{.change = change.id};
        if (journal::entry(change.kind).write_class != WriteClass::set || !draw_.chance(30))
            return send;
        const auto& [name, value] = *change.value.begin();
        const bool theirs_stands = change.kind == Kind::set_stay_times;
        (theirs_stands ? send.lost : send.beaten).set(name, "what Mews has");
        send.rule = "R28";
        return send;
    }

    /// The task that a request without an answer made is found on a page.
    void page_with(const journal::Change& change) {
        page(model::PmsTask{
            .id = draw_.guid(),
            .name = change.value.text("Title") + " " + operations::mark_for(change.id),
            .description = {},
            .department_id = {},
            .service_order_id = {},
            .created_utc = now_,
            .deadline_utc = now_ + 2h,
            .closed_utc = {}});
    }

    house::Outcome outcome(const journal::Change& change) {
        const auto drawn = settling_ ? 0 : draw_.below(100);
        if (drawn < 58) {
            house::Confirmed confirmed;
            if (journal::entry(change.kind).write_class == WriteClass::create)
                confirmed.pms_id = draw_.guid();
            return confirmed;
        }
        if (drawn < 70) {
            floor_.refused.push_back(change.id);
            return house::Refused{.reason = "Reservation already started"};
        }
        if (drawn < 78) {
            floor_.refused.push_back(change.id);
            return house::Replaced{.reason = "changed later in Mews", .lost = {}, .rule = "R28"};
        }
        if (drawn < 82) return house::KeptOnBox{.reason = "not allowed to close tasks"};
        if (drawn < 90) return house::TryAgain{.at = now_ + 20s, .reason = "throttled"};
        return house::InDoubt{.at = now_ + 20s, .reason = "no answer"};
    }

    void settle_everything() {
        settling_ = true;
        while (!house_->journal().open().empty()) {
            now_ += 30s;
            send_what_is_due();
        }
        settling_ = false;
    }

    /// The next page of the lists that are read from nothing; false when they are read.
    bool read_a_page() {
        if (list_ >= std::size(scanned_lists)) return false;
        const auto list = scanned_lists[list_];
        const bool person = list == List::customers;
        if (page_ == pages_a_list) {
            then("end of the scan", {house::ScanCompleted{.list = list}});
            if (!person)
                then("gone", {house::RowsGone{.list = list, .ids = {sim::id_of("company 0")}}});
            ++list_;
            page_ = 0;
            return true;
        }
        if (page_ == 0) began_ = now_;
        model::Rows rows(list);
        for (std::int64_t i = 0; i < rows_a_page; ++i) {
            const auto number = page_ * rows_a_page + i;
            const auto name = fmt::format("{} {}", person ? "customer" : "company", number);
            rows.begin();
            const auto set = [&](std::string_view column, auto value) {
                rows.set(rows.entry().column(column), value);
            };
            if (person) {
                set("number", std::string_view{name});
                set("last_name", std::string_view{name});
                set("classifications", std::string_view{});
            } else {
                set("name", std::string_view{name});
            }
            set("is_active", std::int64_t{1});
            set("updated_utc_ms", to_ms(now_));
            rows.end(sim::id_of(name));
            if (person) floor_.guests.push_back(sim::id_of(name));
            if (!person && number > 0) floor_.companies.push_back(sim::id_of(name));
        }
        ++page_;
        then("page of a scan",
             {house::PageArrived{.rows = std::move(rows),
                                 .scan = mirror::Scan{.began = began_,
                                                      .step = page_,
                                                      .steps = pages_a_list,
                                                      .calls = static_cast<int>(page_),
                                                      .rows = page_ * rows_a_page,
                                                      .saved = now_}}});
        return true;
    }

    void the_line_changes() {
        then("line", {house::LineObserved{.line = house::Line::down, .cause = "no answer"},
                      house::CallsLeased{.until_steady_ms = 1000, .calls = 20}});
        auto& room = rooms_[draw_.below(rooms_.size())];
        room.state = model::ResourceState::clean;
        room.updated_utc = now_;
        page(room);
        then("line", {house::LineObserved{.line = house::Line::up, .cause = {}},
                      house::ClockMeasured{.offset = 250ms}});
    }

    /// What is old goes at the turn of the day, what left the boards is forgotten, and other guests
    /// come.
    void let_days_pass(Pause pause) {
        settle_everything();
        while (pause.days > 1 && read_a_page()) {
        }
        now_ += pause.days * 24h;
        then("day", {house::ClockMeasured{.offset = Duration{0}}, house::Tick{}});
        stays_of_the_day();
    }

    sim::SplitMix draw_;
    sim::SeededRandom random_{1};
    storage::Database database_{":memory:", storage::Database::Mode::read_write};
    std::optional<house::House> house_;
    Scenario scenario_;
    Floor floor_;
    UtcTime now_ = sim::utc("2015-09-17T09:00:00Z");
    std::vector<model::Resource> rooms_;
    int stays_ = 0;
    std::set<Uuid> ids_;
    std::size_t checkpoints_ = 0;
    std::size_t list_ = 0;
    std::int64_t page_ = 0;
    UtcTime began_{};
    bool settling_ = false;
};

}  // namespace

bool Step::has_page() const {
    return std::ranges::any_of(inputs, [](const auto& input) {
        return std::holds_alternative<house::PageArrived>(input);
    });
}

bool Step::turns_the_day() const {
    return std::ranges::any_of(
        inputs, [](const auto& input) { return std::holds_alternative<house::Tick>(input); });
}

bool Step::has_staff() const {
    return std::ranges::any_of(inputs, [](const auto& input) {
        return std::holds_alternative<house::StaffCommand>(input);
    });
}

bool Step::needs_rules() const {
    return std::ranges::any_of(inputs, [](const auto& input) {
        const auto* command = std::get_if<house::StaffCommand>(&input);
        return command != nullptr &&
               (std::holds_alternative<house::EditRule>(command->action) ||
                std::holds_alternative<house::DecideOpportunity>(command->action));
    });
}

Scenario write_scenario(std::uint64_t seed, std::size_t commands) {
    return Author{seed}.write(commands);
}

}  // namespace stayd::crash
