#include "tests/crash/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "house/house.hpp"
#include "tests/sim/mews/split_mix.hpp"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::crash {
namespace {

using namespace std::chrono_literals;
using house::Input;
using model::List;

constexpr int rooms = 8;
constexpr int stays = 24;
constexpr std::size_t groups_before_the_purge_percent = 85;

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
        const auto before_the_purge = commands * groups_before_the_purge_percent / 100;
        for (std::size_t group = 0; scenario_.accepted.size() < commands; ++group) {
            if (!purged_ && scenario_.accepted.size() >= before_the_purge) {
                settle_everything();
                purge();
            }
            staff_act(std::min(1 + draw_.below(5), commands - scenario_.accepted.size()));
            for (int i = 0; i < 2; ++i) send_what_is_due();
            if (group % 2 == 0) read_a_page();
            if (group % 11 == 5) the_line_changes();
        }
        while (read_a_page()) {
        }
        settle_everything();
        return std::move(scenario_);
    }

  private:
    house::Effects then(std::string what, std::vector<Input> inputs) {
        const auto step = scenario_.steps.size();
        auto effects = house_->apply(inputs, now_);
        bool accepted = false;
        for (const auto& input : inputs) {
            if (std::holds_alternative<house::PageArrived>(input)) ++scenario_.pages;
            if (const auto* sent = std::get_if<house::SendStarted>(&input))
                scenario_.left.push_back({.step = step, .change = sent->change});
            const auto* command = std::get_if<house::StaffCommand>(&input);
            if (command == nullptr) continue;
            const auto ack = std::ranges::find(effects.acks, command->id, &house::Ack::command);
            if (!ack->durable) {
                ++scenario_.refused;
                continue;
            }
            if (!ids_.insert(command->id).second) continue;  // said again
            accepted = true;
            scenario_.accepted.push_back({.step = step, .command = *command});
            const auto kind = house_->journal().find(command->id)->kind;
            ++scenario_.kinds[std::string{journal::to_word(kind)}];
        }
        scenario_.accepted_in_step.push_back(accepted);
        scenario_.steps.push_back(
            {.what = std::move(what), .now = now_, .inputs = std::move(inputs)});
        now_ += 7s;
        if (scenario_.steps.size() % 9 == 0) checkpoint();
        return effects;
    }

    void checkpoint() {
        static constexpr const char* manners[] = {
            "PRAGMA wal_checkpoint(PASSIVE)", "PRAGMA wal_checkpoint(PASSIVE)",
            "PRAGMA wal_checkpoint(FULL)", "PRAGMA wal_checkpoint(RESTART)",
            "PRAGMA wal_checkpoint(TRUNCATE)"};
        scenario_.accepted_in_step.push_back(false);
        scenario_.steps.push_back(
            {.what = "checkpoint", .now = now_, .sql = manners[checkpoints_++ % 5]});
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
        for (int i = 0; i < rooms; ++i) {
            const auto name = fmt::format("20{}", i);
            rooms_.push_back({.id = sim::id_of(name),
                              .name = name,
                              .state = model::ResourceState::dirty,
                              .kind = model::ResourceKind::space,
                              .floor = "2",
                              .updated_utc = now_});
            house_rows.emplace_back(house::PageArrived{.rows = sim::rows_of(rooms_.back())});
        }
        then("rooms", std::move(house_rows));
        std::vector<Input> stay_rows;
        for (int i = 0; i < stays; ++i) stay_rows.emplace_back(arrival(i));
        then("stays", std::move(stay_rows));
        then("line", {house::LineObserved{.line = house::Line::up, .cause = {}}});
    }

    house::PageArrived arrival(int i) {
        const auto number = fmt::format("{}", 1042 + i);
        const auto day = house_->day().start;
        stays_.push_back(sim::id_of("reservation " + number));
        return {.rows = sim::rows_of(model::Reservation{
                    .id = stays_.back(),
                    .service_id = sim::id_of("stay service"),
                    .account_id = sim::id_of("account " + number),
                    .account_type = model::AccountType::customer,
                    .group_id = sim::id_of("group " + number),
                    .number = number,
                    .state = model::ReservationState::confirmed,
                    .requested_category_id = sim::id_of("double"),
                    .assigned_resource_id = rooms_[static_cast<std::size_t>(i % rooms)].id,
                    .scheduled_start_utc = day + 15h,
                    .scheduled_end_utc = day + 35h,
                    .person_counts = {{.age_category_id = sim::id_of("adult"), .count = 2}},
                    .created_utc = now_,
                    .updated_utc = now_})};
    }

    void staff_act(std::size_t many) {
        std::vector<Input> group;
        for (std::size_t i = 0; i < many; ++i) {
            group.emplace_back(
                house::StaffCommand{.id = Uuid::version7(now_, random_),
                                    .device = fmt::format("phone-{}", 1 + draw_.below(4)),
                                    .user = draw_.chance(50) ? "Ana" : "Rui",
                                    .made = now_,
                                    .action = action()});
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

    const model::Resource& a_room() { return rooms_[draw_.below(rooms_.size())]; }

    house::Action action() {
        const auto drawn = draw_.below(100);
        if (drawn < 25) {
            static constexpr model::ResourceState states[] = {
                model::ResourceState::dirty, model::ResourceState::clean,
                model::ResourceState::inspected, model::ResourceState::out_of_service};
            return house::SetRoomState{.room = a_room().id, .state = states[draw_.below(4)]};
        }
        if (drawn < 35 && !tasks_.empty())
            return house::AcceptTask{.task = tasks_[draw_.below(tasks_.size())]};
        if (drawn < 48 && !tasks_.empty()) {
            const auto at = draw_.below(tasks_.size());
            const auto task = tasks_[at];
            tasks_.erase(tasks_.begin() + static_cast<std::ptrdiff_t>(at));
            return house::CompleteTask{.task = task};
        }
        if (drawn < 58 && !stays_.empty() && !purged_) {
            const auto stay = stays_.back();
            stays_.pop_back();
            return house::CheckIn{.reservation = stay};
        }
        if (drawn < 70 && !stays_.empty() && !purged_)
            return house::SetGuestWaiting{.reservation = stays_[draw_.below(stays_.size())],
                                          .waiting = draw_.chance(70)};
        if (drawn < 80 && !refused_.empty()) {
            const auto change = refused_.back();
            refused_.pop_back();
            return house::DismissChange{.change = change};
        }
        house::CreateTask task{.title = fmt::format("Cot {}", draw_.below(1000)),
                               .description = std::string(draw_.below(300), 'x'),
                               .priority = 1 + static_cast<int>(draw_.below(4))};
        if (draw_.chance(70)) task.room = a_room().id;
        return task;
    }

    void send_what_is_due() {
        // Tasks can be worked on from the moment they are known.
        for (; known_ < scenario_.accepted.size(); ++known_) {
            const auto& command = scenario_.accepted[known_].command;
            if (std::holds_alternative<house::CreateTask>(command.action))
                tasks_.push_back(command.id);
        }
        const auto due = house_->journal().next_due(now_);
        if (!due) return;
        if (due->stage != journal::Stage::unknown)
            then("send", {house::SendStarted{.change = due->id}});
        then("settle", {house::SendSettled{.change = due->id, .outcome = outcome(*due)}});
    }

    house::Outcome outcome(const journal::Change& change) {
        const auto drawn = settling_ ? 0 : draw_.below(100);
        if (drawn < 62) {
            house::Confirmed confirmed;
            if (change.kind == journal::Kind::create_task) confirmed.pms_id = draw_.guid();
            return confirmed;
        }
        if (drawn < 75) {
            refused_.push_back(change.id);
            return house::Refused{.reason = "Reservation already started"};
        }
        if (drawn < 81) {
            refused_.push_back(change.id);
            return house::Replaced{.reason = "changed later in Mews"};
        }
        if (drawn < 85) return house::KeptOnBox{.reason = "not allowed to close tasks"};
        if (drawn < 93) return house::TryAgain{.at = now_ + 20s, .reason = "throttled"};
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
        if (page_ == pages_a_list) {
            then("end of the scan", {house::ScanCompleted{.list = list}});
            if (list == List::companies)
                then("gone", {house::RowsGone{.list = list, .ids = {sim::id_of("company 0")}}});
            ++list_;
            page_ = 0;
            return true;
        }
        if (page_ == 0) began_ = now_;
        model::Rows rows(list);
        for (std::int64_t i = 0; i < rows_a_page; ++i) {
            const auto number = page_ * rows_a_page + i;
            const bool person = list == List::customers;
            rows.begin();
            const auto set = [&](std::string_view column, auto value) {
                rows.set(rows.entry().column(column), value);
            };
            const auto name = fmt::format("{} {}", person ? "customer" : "company", number);
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

    /// Ninety days later: tombstones go, and what left the boards is forgotten.
    void purge() {
        while (read_a_page()) {
        }
        now_ += 91 * 24h;
        then("purge", {house::Tick{}});
        purged_ = true;
    }

    sim::SplitMix draw_;
    sim::SeededRandom random_{1};
    storage::Database database_{":memory:", storage::Database::Mode::read_write};
    std::optional<house::House> house_;
    Scenario scenario_;
    UtcTime now_ = sim::utc("2015-09-17T09:00:00Z");
    std::vector<model::Resource> rooms_;
    std::vector<Uuid> stays_;
    std::vector<Uuid> tasks_;
    std::vector<Uuid> refused_;
    std::set<Uuid> ids_;
    std::size_t known_ = 0;
    std::size_t checkpoints_ = 0;
    std::size_t list_ = 0;
    std::int64_t page_ = 0;
    UtcTime began_{};
    bool settling_ = false;
    bool purged_ = false;
};

}  // namespace

Scenario write_scenario(std::uint64_t seed, std::size_t commands) {
    return Author{seed}.write(commands);
}

}  // namespace stayd::crash
