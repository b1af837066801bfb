#pragma once

#include "house/supply.hpp"
#include "insight/opportunities.hpp"
#include "tests/unit/insight/scene.hpp"

namespace stayd::insight {

/// A scene whose stay costs a hundred euros a night, in a house that has things to offer.
struct Offering : Scene {
    Offering() {
        item("night", 100'000'000, "SpaceOrder");
        for (const char* kind : {"single", "suite"})
            telling.change(
                "resource_category", sim::id_of(kind),
                {{"service_uid", sim::id_of("stay service")}, {"is_active", std::int64_t{1}}});
    }
    Offering& product(const std::string& name, std::int64_t millionths,
                      const std::string& charging = "Once",
                      const std::string& of = "stay service") {
        telling.row("product", sim::id_of(name),
                    {{"name", name},
                     {"is_active", std::int64_t{1}},
                     {"service_uid", sim::id_of(of)},
                     {"charging_mode", charging},
                     {"gross_millionths", millionths},
                     {"currency", "EUR"}});
        return *this;
    }
    Offering& note(const std::string& text) {
        telling.row("service_order_note", sim::id_of(text),
                    {{"order_uid", stay.id}, {"text", text}});
        return *this;
    }
    /// In so many days, for so many nights.
    Offering& comes_in(int in_days, int nights = 1) {
        constexpr std::chrono::hours day{24};
        lasts(day_start() + in_days * day + std::chrono::hours{15},
              day_start() + (in_days + nights) * day + std::chrono::hours{11});
        item("night", nights * 100'000'000, "SpaceOrder");
        return *this;
    }
    /// Came so many nights ago, and leaves in so many days.
    Offering& stays(int since, int until) {
        constexpr std::chrono::hours day{24};
        lasts(day_start() - since * day + std::chrono::hours{15},
              day_start() + until * day + std::chrono::hours{11});
        item("night", (since + until) * 100'000'000, "SpaceOrder");
        in_house();
        return *this;
    }
    /// Other guests of a category, who pay so much a night.
    Offering& others_pay(const std::string& category, std::int64_t millionths, int many = 3) {
        for (int i = 0; i < many; ++i) {
            const auto word = category + " guest " + std::to_string(i);
            telling.row("reservation", sim::id_of(word),
                        {{"state", "Processed"},
                         {"requested_category_uid", sim::id_of(category)},
                         {"scheduled_start_utc_ms", to_ms(day_start() - std::chrono::hours{33})},
                         {"scheduled_end_utc_ms", to_ms(day_start() - std::chrono::hours{13})}});
            item("night of " + word, millionths, "SpaceOrder", sim::id_of(word));
        }
        return *this;
    }
    /// Of ten rooms of a category so many are left in that night, counted from today's.
    Offering& has_left(const std::string& category, int night, int many) {
        const auto starts = to_ms(day_start() + night * std::chrono::hours{24});
        for (const auto& [metric, value] :
             {std::pair{"UsableResources", 10}, std::pair{"Occupied", 10 - many}}) {
            telling.row("availability", sim::id_of(category + metric + std::to_string(night)),
                        {{"service_uid", sim::id_of("stay service")},
                         {"category_uid", sim::id_of(category)},
                         {"starts_utc_ms", starts},
                         {"metric", metric},
                         {"value", std::int64_t{value}}});
        }
        return *this;
    }
    /// A room of another category that is ready.
    sim::SmallHotel::Room ready(const std::string& name, const std::string& category) {
        auto other = hotel.room(name).inspected();
        telling.change("resource_category_assignment", sim::id_of(name + " is a double"),
                       {{"category_uid", sim::id_of(category)}});
        return other;
    }
    Offering& task(const std::string& title, std::int64_t priority = 3) {
        telling.task(title, room.id, priority, hotel.now);
        return *this;
    }

    OpportunityJudge::Judged look(std::vector<PastOffer> past = {}) {
        house::Supply(hotel.database).look_at_all();
        knowing.moments.begin(hotel.now);
        return judge.judge(stay.id, past, [](auto&&...) { return Tally{}; }, hotel.now);
    }
    std::optional<Opportunity> offer(const std::string& rule) {
        if (judge.find(rule) == nullptr) throw std::out_of_range(rule);
        for (auto& found : look().offers) {
            if (found.rule->id == rule) return std::move(found);
        }
        return std::nullopt;
    }
    /// "EUR 18.00" when it may be offered; else what stands against it.
    std::string said_of(const std::string& rule) {
        const auto found = offer(rule);
        if (!found) return "";
        if (!found->is_feasible) return found->rule->cannot;
        if (found->guarded.number > 0) return found->guarded.why;
        if (found->is_over) return "over";
        if (!found->is_worth_it) return "not worth it";
        return fmt::format("{} {}", found->currency, found->value.price);
    }

    OpportunityJudge judge{hotel.database};
};

}  // namespace stayd::insight
