#pragma once

#include "insight/facts.hpp"
#include "tests/unit/http/box.hpp"
#include "tests/unit/insight/telling.hpp"

namespace stayd::http {

/// A small hotel of which everything is read and concluded, with a token for each role.
struct ApiHotel {
    ApiHotel() {
        const auto now = box.hotel.now;
        for (const auto role : all_roles)
            token(role) = *box.tokens.add(std::string{to_word(role)} + "-program", role, now);
    }
    /// To a guest whose night costs something; before all is read.
    void sells_breakfast(const sim::SmallHotel::Stay& stay) {
        const auto service = sim::id_of("stay service");
        telling.row("order_item", sim::id_of("night of " + stay.row().number),
                    {{"service_order_uid", stay.id},
                     {"gross_millionths", std::int64_t{100'000'000}},
                     {"currency", "EUR"},
                     {"type", "SpaceOrder"},
                     {"accounting_state", "Open"}});
        telling.row("product", sim::id_of("breakfast"),
                    {{"name", "Breakfast"},
                     {"is_active", std::int64_t{1}},
                     {"service_uid", service},
                     {"charging_mode", "PerPersonPerTimeUnit"},
                     {"gross_millionths", std::int64_t{9'000'000}},
                     {"currency", "EUR"}});
    }
    /// Reads every list to its end, and loads the shipped rules.
    void concludes() {
        for (const auto& entry : model::lists()) {
            box.hotel.apply(house::ScanAdvanced{entry.list, {.began = box.hotel.now}});
            box.hotel.apply(house::ScanCompleted{entry.list});
            box.hotel.apply(house::StreamCompleted{.list = entry.list, .watermark = box.hotel.now});
        }
        const auto shipped = insight::shipped_rules();
        box.hotel.apply(
            house::RulesLoaded{.sources = {shipped.begin(), shipped.end()}, .by = "stayd"});
        // A part with each tick.
        for (int tick = 0; tick < 50; ++tick) box.hotel.apply(house::Tick{});
    }

    std::string& token(Role role) { return tokens[static_cast<std::size_t>(role)]; }
    using Headers = std::vector<std::pair<std::string, std::string>>;
    Response ask(Role role, const std::string& target, Headers more = {}) {
        more.emplace_back("Host", "box.lan");
        more.emplace_back("Authorization", "Bearer " + token(role));
        return box.get(target, std::move(more));
    }

    Box box;
    insight::Telling telling{box.hotel.database};
    std::array<std::string, all_roles.size()> tokens;
};

}  // namespace stayd::http
