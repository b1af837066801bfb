#include "storage/backup.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <utility>

namespace stayd::storage {

OnlineBackup::OnlineBackup(Database& database, std::filesystem::path file)
    : file_(std::move(file)) {
    std::filesystem::remove(file_);
    const int opened =
        sqlite3_open_v2(file_.c_str(), &copy_,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    if (opened == SQLITE_OK) {
        // Nobody needs half a copy: no journal, and the caller syncs.
        sqlite3_exec(copy_, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF", nullptr, nullptr,
                     nullptr);
        backup_ = sqlite3_backup_init(copy_, "main", database.handle_, "main");
    }
    if (backup_ != nullptr) return;
    const Failure failure(
        opened != SQLITE_OK ? opened : sqlite3_extended_errcode(copy_),
        fmt::format("cannot back up to {}: {}", file_.string(), sqlite3_errmsg(copy_)));
    close();
    throw failure;
}

OnlineBackup::~OnlineBackup() {
    close();
    std::error_code ignored;
    if (!finished_) std::filesystem::remove(file_, ignored);
}

void OnlineBackup::close() noexcept {
    if (backup_ != nullptr) sqlite3_backup_finish(backup_);
    backup_ = nullptr;
    if (copy_ != nullptr) sqlite3_close(copy_);
    copy_ = nullptr;
}

bool OnlineBackup::step(int pages) {
    const int result = sqlite3_backup_step(backup_, pages);
    if (result == SQLITE_OK) return false;
    if (result != SQLITE_DONE)
        throw Failure(result, fmt::format("cannot back up to {}: {}", file_.string(),
                                          sqlite3_errstr(result)));
    sqlite3_backup_finish(std::exchange(backup_, nullptr));
    // One file, readable without a log beside it.
    const int alone = sqlite3_exec(copy_, "PRAGMA journal_mode=DELETE", nullptr, nullptr, nullptr);
    if (alone != SQLITE_OK) throw Failure(alone, fmt::format("cannot end {}", file_.string()));
    finished_ = true;
    close();
    return true;
}

int OnlineBackup::percent() const {
    if (finished_) return 100;
    const int total = sqlite3_backup_pagecount(backup_);
    return total == 0 ? 0 : 100 - 100 * sqlite3_backup_remaining(backup_) / total;
}

bool copy(Database& from, Database& to, const std::function<bool()>& is_over) {
    constexpr int pages_at_once = 2000;
    const Transaction one_state(from);
    from.execute("SELECT 1 FROM sqlite_schema LIMIT 1");
    auto* backup = sqlite3_backup_init(to.handle_, "main", from.handle_, "main");
    if (backup == nullptr) to.fail(sqlite3_extended_errcode(to.handle_), "copy");
    int result = SQLITE_OK;
    while (result == SQLITE_OK && !is_over()) result = sqlite3_backup_step(backup, pages_at_once);
    sqlite3_backup_finish(backup);
    if (result != SQLITE_OK && result != SQLITE_DONE) to.fail(result, "copy");
    return result == SQLITE_DONE;
}

std::vector<std::string> tables(Database& database) {
    auto query = database.statement("SELECT name FROM sqlite_schema WHERE type = 'table'");
    std::vector<std::string> names;
    while (query.step()) names.push_back(query.text(0));
    return names;
}

std::string damage_of(Database& database, const std::string& table) {
    auto query = database.statement("SELECT integrity_check FROM pragma_integrity_check(:table)");
    query.bind(":table", table);
    while (query.step()) {
        if (auto said = query.text(0); said != "ok") return said;
    }
    return {};
}

std::string damage_of(Database& database) {
    auto query = database.statement("SELECT quick_check FROM pragma_quick_check(1)");
    while (query.step()) {
        if (auto said = query.text(0); said != "ok") return said;
    }
    return {};
}

std::string damage_of(const std::filesystem::path& file) {
    try {
        Database database(file, Database::Mode::read_only);
        if (tables(database).empty()) return "it holds no table";
        return damage_of(database);
    } catch (const Failure& failure) {
        return failure.what();
    }
}

}  // namespace stayd::storage
