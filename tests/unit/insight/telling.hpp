#pragma once

#include <fmt/format.h>

#include <map>
#include <string>
#include <variant>

#include "operations/records.hpp"
#include "storage/database.hpp"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::insight {

/// Writes straight into the tables of the mirror what the builders of `SmallHotel` lack.
class Telling {
  public:
    using Cell = std::variant<std::int64_t, std::string, Uuid>;
    using Cells = std::map<std::string, Cell>;

    explicit Telling(storage::Database& database) : database_(database) {}

    /// A row of that id, or other values for the one there is. `rest` takes JSON.
    void row(const std::string& table, const Uuid& uid, Cells cells) {
        cells.try_emplace("rest", "{}");
        std::string names = "uid, content_hash, read_utc_ms";
        std::string places = ":uid, 0, 0";
        std::string sets;
        for (const auto& [name, cell] : cells) {
            names += ", " + name;
            places += ", :" + name;
            sets += fmt::format("{}{} = excluded.{}", sets.empty() ? "" : ", ", name, name);
        }
        run(fmt::format("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT (uid) DO UPDATE SET {}", table,
                        names, places, sets),
            uid, cells);
    }
    /// Other values for a row there is.
    void change(const std::string& table, const Uuid& uid, const Cells& cells) {
        std::string sets;
        for (const auto& [name, cell] : cells)
            sets += fmt::format("{}{} = :{}", sets.empty() ? "" : ", ", name, name);
        run(fmt::format("UPDATE {} SET {} WHERE uid = :uid", table, sets), uid, cells);
    }
    /// What staff recorded of a subject.
    void record(const Uuid& subject, std::string_view name, std::string_view value,
                UtcTime made = {}) {
        operations::Records(database_).put(subject, name, value, "Ana", made);
    }
    void record(const Uuid& subject, std::string_view name, UtcTime value, UtcTime made = {}) {
        record(subject, name, std::to_string(to_ms(value)), made);
    }

    /// Open work of the box's own in a room.
    void task(const std::string& title, const Uuid& room, std::int64_t priority, UtcTime made) {
        auto insert = database_.statement(
            "INSERT INTO task (uid, title, description, room_uid, priority, stage, assignee, "
            "created_utc_ms, created_by, due_utc_ms, done_by) "
            "VALUES (:uid, :title, '', :room, :priority, 'New', '', :made, 'Ana', :made, '')");
        insert.bind(":uid", sim::id_of(title)).bind(":title", title).bind(":room", room);
        insert.bind(":priority", priority).bind(":made", made).run();
    }

  private:
    void run(const std::string& sql, const Uuid& uid, const Cells& cells) {
        {
            auto statement = database_.statement(sql);
            statement.bind(":uid", uid);
            for (const auto& [name, cell] : cells) {
                const auto place = ":" + name;
                std::visit([&](const auto& value) { statement.bind(place.c_str(), value); }, cell);
            }
            if (statement.run() != 1) throw std::runtime_error("no such row: " + sql);
        }
        database_.forget(sql);
    }

    storage::Database& database_;
};

}  // namespace stayd::insight
