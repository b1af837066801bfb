#include "storage/migrator.hpp"

#include <fmt/format.h>

#include <string>

#include "base/log.hpp"

namespace stayd::storage {
namespace {

int version_of(Database& database) {
    auto query = database.statement("PRAGMA user_version");
    return query.step() ? static_cast<int>(query.integer(0)) : 0;
}

void set_version(Database& database, int version) {
    database.execute(fmt::format("PRAGMA user_version = {}", version).c_str());
}

void take_copy(Database& database, const std::filesystem::path& file, int version) {
    if (file == ":memory:") return;
    const auto copy = fmt::format("{}.before-{}", file.string(), version);
    std::filesystem::remove(copy);
    auto statement = database.statement("VACUUM INTO :copy");
    statement.bind(":copy", copy).run();
    log::info("kept a copy of the database as {}", copy);
}

void step_up(Database& database, const Migration& migration) {
    Transaction transaction(database);
    database.execute(std::string{migration.up}.c_str());
    auto keep = database.statement(
        "INSERT INTO migration (version, name, down) VALUES (:version, :name, :down)");
    keep.bind(":version", migration.version)
        .bind(":name", migration.name)
        .bind(":down", migration.down)
        .run();
    set_version(database, migration.version);
    transaction.commit();
    log::info("database brought to version {} ({})", migration.version, migration.name);
}

void step_down(Database& database, int version) {
    Transaction transaction(database);
    std::string down;
    {
        auto find = database.statement("SELECT down FROM migration WHERE version = :version");
        find.bind(":version", version);
        if (!find.step())
            throw Failure(0,
                          fmt::format("no way back from database version {} is stored", version));
        down = find.text(0);
    }
    database.execute(down.c_str());
    auto forget = database.statement("DELETE FROM migration WHERE version = :version");
    forget.bind(":version", version).run();
    set_version(database, version - 1);
    transaction.commit();
    log::info("database taken back to version {}", version - 1);
}

}  // namespace

int migrate(Database& database, const std::filesystem::path& file,
            std::span<const Migration> migrations) {
    const int found = version_of(database);
    const int wanted = static_cast<int>(migrations.size());
    if (found == wanted) return found;
    database.execute(
        "CREATE TABLE IF NOT EXISTS migration ("
        "version INTEGER PRIMARY KEY, name TEXT NOT NULL, down TEXT NOT NULL) STRICT");
    if (found > 0) take_copy(database, file, found);
    for (int version = found; version > wanted; --version) step_down(database, version);
    for (int version = found; version < wanted; ++version)
        step_up(database, migrations[static_cast<std::size_t>(version)]);
    return found;
}

}  // namespace stayd::storage
