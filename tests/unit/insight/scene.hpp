#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "tests/unit/insight/knowing.hpp"
#include "tests/unit/insight/telling.hpp"

namespace stayd::insight {

/// A guest whose double room 204 is inspected, for tonight: one case of a rule begins here. There
/// are single rooms (a lower category) and suites (a higher one) too.
struct Scene {
    using Cells = Telling::Cells;

    explicit Scene(const std::string& zone = "Europe/Lisbon") : knowing(zone) {
        category("single", 0);
        category("suite", 2);
    }
    void category(const std::string& name, std::int64_t ordering) {
        telling.row("resource_category", sim::id_of(name),
                    {{"name", name}, {"ordering", ordering}, {"capacity", std::int64_t{2}}});
    }

    // Time
    UtcTime day_start() { return hotel.house.day().start; }
    UtcTime start() { return stay.row().scheduled_start_utc; }
    UtcTime end() { return stay.row().scheduled_end_utc; }
    Scene& at(UtcTime now) {
        hotel.now = now;
        return *this;
    }

    // The stay
    Scene& lasts(UtcTime from, UtcTime to) {
        stay.changes([&](auto& row) {
            row.scheduled_start_utc = from;
            row.scheduled_end_utc = to;
        });
        return *this;
    }
    Scene& is(model::ReservationState state) {
        stay.is(state);
        return *this;
    }
    /// Came yesterday, and leaves today at eleven.
    Scene& leaves_today() {
        lasts(day_start() - std::chrono::hours{9}, day_start() + std::chrono::hours{11});
        return in_house();
    }
    Scene& in_house() {
        return changes([](auto& row) {
            row.state = model::ReservationState::started;
            row.actual_start_utc = row.scheduled_start_utc;
        });
    }
    template <class Edit>
    Scene& changes(Edit edit) {
        stay.changes(edit);
        return *this;
    }
    Scene& persons(int count) {
        return changes([count](auto& row) { row.person_counts[0].count = count; });
    }
    Scene& stay_has(const Cells& cells) {
        telling.change("reservation", stay.id, cells);
        return *this;
    }
    Scene& stay_record(std::string_view name, std::string_view value) {
        telling.record(stay.id, name, value);
        return *this;
    }
    Scene& stay_record(std::string_view name, UtcTime value) {
        telling.record(stay.id, name, value);
        return *this;
    }
    Scene& guest_is(const std::vector<std::string>& classifications) {
        guest.changes([&](auto& row) { row.classifications = classifications; });
        return *this;
    }
    Scene& guest_has(const Cells& cells) {
        telling.change("customer", guest.id, cells);
        return *this;
    }
    /// Another guest's stay.
    sim::SmallHotel::Stay other(UtcTime from, UtcTime to, const sim::SmallHotel::Room& in) {
        auto another = hotel.guest("Silva", "Rui").arrives_today(in);
        another.changes([&](auto& row) {
            row.scheduled_start_utc = from;
            row.scheduled_end_utc = to;
        });
        return another;
    }

    // The room
    Scene& room_is_a(std::string_view name) {
        telling.change("resource_category_assignment", sim::id_of("204 is a double"),
                       {{"category_uid", sim::id_of(name)}});
        return *this;
    }
    Scene& room_record(std::string_view name, std::string_view value, UtcTime made = {}) {
        telling.record(room.id, name, value, made);
        return *this;
    }
    Scene& room_record(std::string_view name, UtcTime value) {
        telling.record(room.id, name, value);
        return *this;
    }
    Scene& feature(const std::string& classification, const sim::SmallHotel::Room& of) {
        telling.row("resource_feature", sim::id_of(classification),
                    {{"classification", classification}, {"is_active", std::int64_t{1}}});
        telling.row("resource_feature_assignment", sim::id_of(classification + of.row().name),
                    {{"is_active", std::int64_t{1}},
                     {"resource_uid", of.id},
                     {"feature_uid", sim::id_of(classification)}});
        return *this;
    }
    Scene& block(std::string_view name, UtcTime from, UtcTime to,
                 const std::string& type = "OutOfOrder") {
        telling.row("resource_block", sim::id_of(name),
                    {{"resource_uid", room.id},
                     {"is_active", std::int64_t{1}},
                     {"type", type},
                     {"start_utc_ms", to_ms(from)},
                     {"end_utc_ms", to_ms(to)}});
        return *this;
    }

    // Money, in whole euros
    Scene& item(const std::string& word, std::int64_t millionths, const std::string& type,
                const Uuid& of, const Cells& more = {}) {
        Cells cells{{"service_order_uid", of},
                    {"account_uid", guest.id},
                    {"gross_millionths", millionths},
                    {"currency", "EUR"},
                    {"type", type},
                    {"accounting_state", "Open"},
                    {"consumed_utc_ms", to_ms(hotel.now)}};
        for (const auto& [name, cell] : more) cells[name] = cell;
        telling.row("order_item", sim::id_of(word), cells);
        return *this;
    }
    Scene& item(const std::string& word, std::int64_t millionths,
                const std::string& type = "ProductOrder") {
        return item(word, millionths, type, stay.id);
    }
    Scene& payment(const std::string& word, std::int64_t millionths, const std::string& state,
                   UtcTime made) {
        telling.row("payment", sim::id_of(word),
                    {{"account_uid", guest.id},
                     {"reservation_uid", stay.id},
                     {"gross_millionths", millionths},
                     {"currency", "EUR"},
                     {"state", state},
                     {"accounting_state", state == "Charged" ? "Open" : "Inactive"},
                     {"created_utc_ms", to_ms(made)}});
        return *this;
    }
    Scene& preauthorization(const std::string& state, std::int64_t millionths = 0) {
        telling.row("payment_request", sim::id_of("request " + state),
                    {{"reservation_uid", stay.id},
                     {"type", "Preauthorization"},
                     {"state", state},
                     {"gross_millionths", millionths}});
        return *this;
    }
    Scene& company(const std::string& name, bool invoiceable) {
        telling.row("company", sim::id_of(name),
                    {{"name", name},
                     {"is_active", std::int64_t{1}},
                     {"rest", std::string{R"({"Options":{"Invoiceable":)"} +
                                  (invoiceable ? "true" : "false") + "}}"}});
        return stay_has({{"partner_company_uid", sim::id_of(name)}});
    }

    std::string stay_hit(std::string_view rule) { return knowing.stay_hit(rule, stay); }
    std::string room_hit(std::string_view rule) {
        return knowing.hit(rule, rules::Subject::room, room.id);
    }
    std::string house_hit(std::string_view rule) {
        return knowing.hit(rule, rules::Subject::house, Uuid{});
    }

    Knowing knowing;
    sim::SmallHotel& hotel = knowing.hotel;
    Telling telling{hotel.database};
    sim::SmallHotel::Room room = hotel.room("204").inspected();
    sim::SmallHotel::Guest guest = hotel.guest("Okafor", "Ngozi");
    sim::SmallHotel::Stay stay = guest.arrives_today(room);
};

/// One case of a rule: what is arranged in the scene, and the severity it then has; empty: the rule
/// says nothing.
struct Case {
    std::string rule;
    std::string name;
    std::string severity;
    std::function<void(Scene&)> arrange;
};
inline void PrintTo(const Case& row, std::ostream* out) {
    *out << row.rule << ", " << row.name;
}
inline std::string name_of(const testing::TestParamInfo<Case>& info) {
    auto name = info.param.rule + "_" + info.param.name;
    for (auto& letter : name) {
        if (letter == '-') letter = '_';
    }
    return name;
}

}  // namespace stayd::insight
