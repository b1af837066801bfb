#include "tests/simulation/staff.hpp"

#include <fmt/format.h>

#include "rules/rule_file.hpp"
#include "tests/sim/world/staff_acts.hpp"

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;
using journal::Kind;

/// Chances that something happens in one step, one of so many.
constexpr std::uint64_t act_alone = 40;  ///< of each: the more there are, the more happens
constexpr std::uint64_t somebody_resends = 3;
constexpr std::uint64_t somebody_moves = 60;  ///< out of reach, or back
constexpr std::uint64_t something_odd = 90;

constexpr Duration wrong_clocks[] = {0s, 0s, 90s, -90s, 3h, -3h, 24h * 365 * 5, -24h * 365 * 10};

/// The ids in the topics of one kind that a handheld holds.
std::vector<Uuid> shown_ids(const Handheld& handheld, std::string_view kind) {
    std::vector<Uuid> ids;
    for (auto held = handheld.states().lower_bound(fmt::format("stayd/v1/city/{}/", kind));
         held != handheld.states().end(); ++held) {
        const std::string_view topic = held->first;
        const auto end = topic.rfind('/');
        const auto begin = topic.rfind('/', end - 1) + 1;
        if (topic.find(kind) == std::string_view::npos) break;
        if (const auto id = Uuid::parse(topic.substr(begin, end - begin))) ids.push_back(*id);
    }
    return ids;
}

}  // namespace

Staff::Staff(World& world, std::size_t handhelds, std::uint64_t seed)
    : world_(world), dice_(seed * 6007 + 3), ids_(seed * 104'729 + 1) {
    for (std::size_t at = 0; at < handhelds; ++at)
        handhelds_.push_back(
            std::make_unique<Handheld>(fmt::format("phone-{}", at), world.broker, ids_));
}

std::optional<Staff::Act> Staff::live_on() {
    if (one_of(somebody_resends)) anyone().send_again(one_of(3) ? &dice_ : nullptr);
    if (one_of(somebody_moves)) {
        auto& handheld = anyone();
        if (handheld.is_connected() && one_of(2)) {
            handheld.lose_connection();
            ++disorders_;
        }
    }
    // Who is away comes back before long.
    if (auto& handheld = anyone(); !handheld.is_connected() && one_of(8)) connect(handheld);
    if (one_of(something_odd)) fall_into_disorder();
    for (std::size_t at = 0; at < handhelds_.size(); ++at) {
        if (one_of(act_alone * 4)) return act();
    }
    return std::nullopt;
}

void Staff::connect(Handheld& handheld) {
    handheld.connect();
    handheld.send_again(one_of(2) ? &dice_ : nullptr);
}

void Staff::fall_into_disorder() {
    ++disorders_;
    auto& handheld = anyone();
    switch (dice_.below(4)) {
        case 0:
            handheld.repeat_an_old_one(dice_);
            break;
        case 1:
            handheld.keep_backup();
            break;
        case 2:
            handheld.lose_connection();
            handheld.restore_backup();
            connect(handheld);
            break;
        default:
            handheld.set_clock_error(wrong_clocks[dice_.below(std::size(wrong_clocks))]);
            break;
    }
}

std::vector<v1::Command> Staff::acts_on_what_is_shown(const Handheld& handheld, Kind kind) {
    std::vector<v1::Command> commands;
    if (kind == Kind::dismiss_change) {
        for (const auto& id : shown_ids(handheld, "changes")) {
            auto& command = commands.emplace_back();
            if (commands.size() % 2 == 0) {
                command.mutable_dismiss_change()->set_change_id(bytes_of(id));
            } else {
                command.mutable_reapply_change()->set_change_id(bytes_of(id));
            }
        }
    }
    if (kind == Kind::accept_task || kind == Kind::complete_task) {
        for (const auto& id : shown_ids(handheld, "tasks")) {
            auto& command = commands.emplace_back();
            if (kind == Kind::accept_task) {
                command.mutable_accept_task()->set_task_id(bytes_of(id));
            } else {
                command.mutable_complete_task()->set_task_id(bytes_of(id));
            }
        }
    }
    return commands;
}

/// Of what the box concludes from its rules, where it has any.
std::vector<v1::Command> Staff::acts_on_conclusions(Kind kind) {
    std::vector<v1::Command> commands;
    auto& house = world_.daemon->house();
    const auto* book = house.conclusions().book();
    if (book == nullptr) return commands;
    const auto each = [&](const char* sql, auto decide) {
        auto query = house.database().statement(sql);
        while (query.step()) decide(commands.emplace_back(), query);
    };
    if (kind == Kind::decide_finding)
        each("SELECT uid FROM finding WHERE state <> 'Resolved' ORDER BY uid LIMIT 40",
             [&](v1::Command& command, const storage::Statement& one) {
                 command.mutable_decide_finding()->set_finding_id(bytes_of(one.uuid(0)));
                 command.mutable_decide_finding()->set_stage(commands.size() % 2 == 0
                                                                 ? v1::FINDING_STAGE_ACKNOWLEDGED
                                                                 : v1::FINDING_STAGE_OPEN);
             });
    if (kind == Kind::decide_opportunity)
        each(
            "SELECT uid, state FROM opportunity WHERE state IN ('Open', 'Dismissed') "
            "ORDER BY uid LIMIT 40",
            [](v1::Command& command, const storage::Statement& one) {
                auto& decide = *command.mutable_decide_opportunity();
                const bool is_open = one.text(1) == "Open";
                decide.set_opportunity_id(bytes_of(one.uuid(0)));
                decide.set_stage(is_open ? v1::OPPORTUNITY_STAGE_DISMISSED
                                         : v1::OPPORTUNITY_STAGE_OPEN);
                if (is_open) decide.set_reason("Too late for it");
            });
    if (kind == Kind::edit_rule) {
        for (const auto& rule : book->rules()) {
            auto* edit = commands.emplace_back().mutable_edit_rule();
            auto edited = rule;
            edited.message = fmt::format("Look at it, {}", acts_);
            edit->set_rule(rule.id);
            edit->set_text(rules::to_toml(edited));
            edit->set_seen(rule.version);
        }
    }
    return commands;
}

std::optional<Staff::Act> Staff::act() {
    const auto kinds = journal::kinds();
    return act(one_of(4) ? Kind::set_room_state : kinds[dice_.below(kinds.size())].kind);
}

std::optional<Staff::Act> Staff::act(Kind kind) {
    auto& handheld = anyone();
    auto commands = acts_on_what_is_shown(handheld, kind);
    if (commands.empty()) commands = acts_on_conclusions(kind);
    if (commands.empty())
        commands = possible_acts(kind, world_.pms, world_.now(), fmt::format("{:05}", acts_));
    if (kind == Kind::open_thread)
        std::erase_if(commands, [this](const v1::Command& command) {
            const auto stay = Uuid::from_bytes(command.send_message().reservation_id()).value();
            return world_.daemon->house().journal().newest_about(stay, Kind::open_thread);
        });
    if (commands.empty()) return std::nullopt;
    ++acts_;
    auto& command = commands[dice_.below(commands.size())];
    const auto id = handheld.send(command, world_.now());
    if (!handheld.is_connected()) return std::nullopt;
    return Act{.id = id, .kind = kind, .command = std::move(command)};
}

void Staff::come_back() {
    for (const auto& handheld : handhelds_) {
        handheld->set_clock_error(0s);
        handheld->lose_connection();
        connect(*handheld);
    }
}

}  // namespace stayd::sim
