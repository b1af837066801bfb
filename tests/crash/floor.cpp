#include "tests/crash/floor.hpp"

#include <fmt/format.h>

#include <optional>

#include "tests/crash/rules.hpp"

namespace stayd::crash {
namespace {

using namespace std::chrono_literals;
using sim::SplitMix;

/// Draws one act after the other until there is what it is about.
class Drawing {
  public:
    Drawing(Floor& floor, SplitMix& draw, UtcTime now) : floor_(floor), draw_(draw), now_(now) {}

    house::Action act() {
        for (;;) {
            if (auto drawn = one_of_a_few()) return *drawn;
        }
    }

  private:
    using Act = std::optional<house::Action>;

    Act one_of_a_few() {
        switch (draw_.below(9)) {
            case 0:
            case 1:
                return of_rooms();
            case 2:
            case 3:
                return of_stays();
            case 4:
            case 5:
                return of_people();
            case 6:
            case 7:
                return of_tasks();
            default:
                return of_rules();
        }
    }

    const Uuid& any(const std::vector<Uuid>& all) { return all[draw_.below(all.size())]; }
    std::optional<Uuid> taken_from(std::vector<Uuid>& all) {
        if (all.empty()) return std::nullopt;
        const auto at = static_cast<std::ptrdiff_t>(draw_.below(all.size()));
        const auto id = all[static_cast<std::size_t>(at)];
        all.erase(all.begin() + at);
        return id;
    }
    std::optional<Uuid> a_stay() {
        if (!floor_.arriving.empty() && draw_.chance(60)) return any(floor_.arriving);
        if (!floor_.in_house.empty()) return any(floor_.in_house);
        return std::nullopt;
    }
    std::string some_text(const char* what) {
        return fmt::format("{} {}{}", what, draw_.below(1000), std::string(draw_.below(300), 'x'));
    }

    Act of_rooms() {
        switch (draw_.below(4)) {
            case 0:
                return house::BlockRoom{.room = any(floor_.rooms_to_block),
                                        .type = draw_.chance(70) ? "OutOfOrder" : "InternalUse",
                                        .name = some_text("Leak"),
                                        .start = now_ - 1h,
                                        .end = now_ + 48h};
            case 1:
                if (const auto block = taken_from(floor_.blocks)) return house::EndBlock{*block};
                return std::nullopt;
            default: {
                static constexpr model::ResourceState states[] = {
                    model::ResourceState::dirty, model::ResourceState::clean,
                    model::ResourceState::inspected, model::ResourceState::out_of_service};
                return house::SetRoomState{.room = any(floor_.rooms),
                                           .state = states[draw_.below(4)]};
            }
        }
    }

    Act of_stays() {
        const auto stay = a_stay();
        switch (draw_.below(11)) {
            case 0:
            case 1: {
                const auto arrives = taken_from(floor_.arriving);
                if (!arrives) return std::nullopt;
                floor_.in_house.push_back(*arrives);
                return house::CheckIn{.reservation = *arrives};
            }
            case 2: {
                const auto leaves = taken_from(floor_.leaving);
                if (!leaves) return std::nullopt;
                return house::CheckOut{.reservation = *leaves,
                                       .open_balance_reason = "Company pays"};
            }
            case 3:
                if (!stay) return std::nullopt;
                return house::MoveStay{.reservation = *stay, .room = any(floor_.spare_rooms)};
            case 4:
                if (!stay) return std::nullopt;
                return house::SetStayTimes{.reservation = *stay,
                                           .end = now_ + 40h + draw_.below(600) * 1min};
            case 5:
                if (!stay) return std::nullopt;
                return house::AddStayNote{.reservation = *stay, .text = some_text("Late arrival")};
            case 6:
                if (!stay) return std::nullopt;
                return house::SellProduct{.reservation = *stay,
                                          .product = any(floor_.products),
                                          .count = 1 + static_cast<int>(draw_.below(3))};
            case 7:
                if (!stay) return std::nullopt;
                return house::SendMessage{.reservation = *stay, .text = some_text("Welcome")};
            case 8:
                if (!stay) return std::nullopt;
                return house::Record{*stay, "extra_bed", draw_.chance(70) ? "yes" : ""};
            default:
                if (floor_.arriving.empty()) return std::nullopt;
                return house::SetGuestWaiting{.reservation = any(floor_.arriving),
                                              .waiting = draw_.chance(70)};
        }
    }

    Act of_people() {
        if (floor_.guests.empty()) return std::nullopt;
        switch (draw_.below(9)) {
            case 0:
                return house::UpdateGuest{
                    any(floor_.guests), {{"Phone", fmt::format("+351 {}", draw_.below(100'000))}}};
            case 1:
                if (floor_.companies.empty()) return std::nullopt;
                return house::UpdateCompany{any(floor_.companies),
                                            {{"Contact", some_text("Ms Costa")}}};
            case 2:
                return house::AddDocument{
                    any(floor_.guests),
                    {{"Type", "Passport"}, {"Number", fmt::format("X{}", draw_.below(100'000))}}};
            case 3:
                if (const auto document = taken_from(floor_.documents))
                    return house::RemoveDocument{*document};
                return std::nullopt;
            case 4: {
                const auto stay = a_stay();
                if (!stay) return std::nullopt;
                floor_.companions.emplace_back(*stay, any(floor_.guests));
                return house::AddCompanion{.reservation = floor_.companions.back().first,
                                           .guest = floor_.companions.back().second};
            }
            case 5: {
                // Of a few, so that one address is written more than once.
                const auto few = std::min<std::size_t>(floor_.guests.size(), 3);
                return house::SetAddress{floor_.guests[draw_.below(few)],
                                         {{"Line1", fmt::format("Rua Nova {}", draw_.below(1000))},
                                          {"CountryCode", "PT"}}};
            }
            case 6: {
                if (floor_.companions.empty()) return std::nullopt;
                const auto [stay, guest] = floor_.companions.back();
                floor_.companions.pop_back();
                return house::RemoveCompanion{.reservation = stay, .guest = guest};
            }
            case 7:
                return house::Record{any(floor_.guests), "signature",
                                     draw_.chance(70) ? "signed" : ""};
            default:
                return house::AddGuestNote{any(floor_.guests), some_text("Likes quiet")};
        }
    }

    Act of_tasks() {
        switch (draw_.below(6)) {
            case 0:
                if (floor_.tasks.empty()) return std::nullopt;
                return house::AcceptTask{any(floor_.tasks)};
            case 1:
                if (const auto task = taken_from(floor_.tasks)) return house::CompleteTask{*task};
                return std::nullopt;
            case 2:
            case 3: {
                const auto change = taken_from(floor_.refused);
                if (!change) return std::nullopt;
                if (draw_.chance(40)) return house::ReapplyChange{*change};
                return house::DismissChange{*change};
            }
            default: {
                house::CreateTask task{.title = fmt::format("Cot {}", draw_.below(1000)),
                                       .description = std::string(draw_.below(300), 'x'),
                                       .department = {},
                                       .room = {},
                                       .priority = 1 + static_cast<int>(draw_.below(4)),
                                       .due = {}};
                if (draw_.chance(70)) task.room = any(floor_.rooms);
                return task;
            }
        }
    }

    Act of_rules() {
        if (floor_.findings.empty()) return std::nullopt;
        switch (draw_.below(8)) {
            case 0:
                return house::EditRule{.rule = edited_rule,
                                       .text = draw_.chance(70) ? edited() : std::string{},
                                       .seen = floor_.rule_seen};
            case 1:
            case 2: {
                using enum operations::FindingState;
                static constexpr operations::FindingState states[] = {open, acknowledged, snoozed,
                                                                      waived};
                return house::DecideFinding{.finding = any(floor_.findings),
                                            .state = states[draw_.below(4)],
                                            .until = now_ + 24h,
                                            .reason = some_text("Being painted")};
            }
            default: {
                using enum insight::OfferDecision;
                static constexpr insight::OfferDecision decisions[] = {
                    offered, offered, accepted, declined, dismissed, taken_back};
                return house::DecideOpportunity{.opportunity = any(floor_.offers),
                                                .decision = decisions[draw_.below(6)],
                                                .reason = some_text("Too dear")};
            }
        }
    }
    std::string edited() {
        return fmt::format(
            "[[rule]]\nid = \"{}\"\nname = \"Room is dirty\"\nsubject = \"room\"\n"
            "when = \"state = 'Dirty'\"\nseverity = \"high\"\nmessage = \"{}\"\n"
            "fix = \"Clean it\"\nrole = \"housekeeping\"\n",
            edited_rule, some_text("Dirty"));
    }

    Floor& floor_;
    SplitMix& draw_;
    UtcTime now_;
};

}  // namespace

house::Action draw_act(Floor& floor, SplitMix& draw, UtcTime now) {
    return Drawing{floor, draw, now}.act();
}

}  // namespace stayd::crash
