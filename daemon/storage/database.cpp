#include "storage/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "base/invariant.hpp"
#include "base/log.hpp"

namespace stayd::storage {

const char* library_version() {
    return sqlite3_libversion();
}

Failure Failure::of_file(int error_number, const std::string& what) {
    const bool is_full = error_number == ENOSPC || error_number == EDQUOT;
    return {is_full ? SQLITE_FULL : SQLITE_IOERR,
            fmt::format("{}: {}", what, std::generic_category().message(error_number))};
}

Failure Failure::damaged(const std::string& what) {
    return {SQLITE_CORRUPT, what};
}

bool Failure::corrupt() const {
    return (code_ & 0xff) == SQLITE_CORRUPT || (code_ & 0xff) == SQLITE_NOTADB;
}

bool Failure::unreadable() const {
    return corrupt() || (code_ & 0xff) == SQLITE_IOERR;
}

bool Failure::of_sync() const {
    return code_ == SQLITE_IOERR_FSYNC || code_ == SQLITE_IOERR_DIR_FSYNC;
}

bool Failure::constraint() const {
    return (code_ & 0xff) == SQLITE_CONSTRAINT;
}

bool Failure::of_expression() const {
    const int primary = code_ & 0xff;
    return primary == SQLITE_INTERRUPT || primary == SQLITE_TOOBIG || primary == SQLITE_ERROR ||
           primary == SQLITE_MISMATCH;
}

bool Failure::disk_full() const {
    return (code_ & 0xff) == SQLITE_FULL;
}

Statement::Statement(Database& database, std::string_view sql, sqlite3_stmt* statement)
    : database_(&database), sql_(sql), statement_(statement) {}

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_),
      sql_(other.sql_),
      statement_(std::exchange(other.statement_, nullptr)) {}

Statement::~Statement() {
    if (statement_ != nullptr) database_->give_back(sql_, statement_);
}

int Statement::index(const char* name) const {
    const int found = sqlite3_bind_parameter_index(statement_, name);
    if (found == 0) throw Failure(SQLITE_RANGE, fmt::format("no parameter {} in: {}", name, sql_));
    return found;
}

void Statement::check(int result) const {
    if (result != SQLITE_OK) database_->fail(result, sql_);
}

Statement& Statement::bind(const char* name, std::int64_t value) {
    check(sqlite3_bind_int64(statement_, index(name), value));
    return *this;
}

Statement& Statement::bind(const char* name, std::string_view text) {
    check(sqlite3_bind_text(statement_, index(name), text.empty() ? "" : text.data(),
                            static_cast<int>(text.size()), SQLITE_TRANSIENT));
    return *this;
}

Statement& Statement::bind(const char* name, const Uuid& uuid) {
    check(sqlite3_bind_blob(statement_, index(name), uuid.bytes.data(),
                            static_cast<int>(uuid.bytes.size()), SQLITE_TRANSIENT));
    return *this;
}

Statement& Statement::bind_at(int place, std::int64_t value) {
    check(sqlite3_bind_int64(statement_, place, value));
    return *this;
}

Statement& Statement::bind_at(int place, std::string_view text) {
    check(sqlite3_bind_text(statement_, place, text.empty() ? "" : text.data(),
                            static_cast<int>(text.size()), SQLITE_STATIC));
    return *this;
}

Statement& Statement::bind_bytes_at(int place, std::string_view bytes) {
    check(sqlite3_bind_blob(statement_, place, bytes.data(), static_cast<int>(bytes.size()),
                            SQLITE_STATIC));
    return *this;
}

Statement& Statement::bind_at(int place, const Uuid& uuid) {
    return bind_bytes_at(place,
                         {reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()});
}

bool Statement::step() {
    const int result = sqlite3_step(statement_);
    if (result == SQLITE_ROW) return true;
    if (result != SQLITE_DONE) database_->fail(result, sql_);
    return false;
}

int Statement::run() {
    invariant(!step(), "a statement without rows gave one");
    return sqlite3_changes(database_->handle_);
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::string Statement::text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Uuid Statement::uuid(int column) const {
    if (is_null(column)) return {};
    // SQLite gives no address for a blob without bytes: its size, 0, is wrong like any other
    // but 16.
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    const auto uuid = Uuid::from_bytes(
        {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))});
    if (!uuid)
        throw Failure(SQLITE_CORRUPT,
                      fmt::format("an id of other than 16 bytes, read by: {}", sql_));
    return *uuid;
}

Value Statement::value(int column) const {
    switch (sqlite3_column_type(statement_, column)) {
        case SQLITE_NULL:
            return std::monostate{};
        case SQLITE_INTEGER:
        case SQLITE_FLOAT:
            return integer(column);
        default:
            return text(column);
    }
}

std::optional<std::string> Statement::optional_text(int column) const {
    if (is_null(column)) return std::nullopt;
    return text(column);
}

std::optional<Uuid> Statement::optional_uuid(int column) const {
    if (is_null(column)) return std::nullopt;
    return uuid(column);
}

std::optional<UtcTime> Statement::optional_time(int column) const {
    if (is_null(column)) return std::nullopt;
    return time(column);
}

Database::Database(const std::filesystem::path& file, Mode mode, const char* vfs) {
    const int flags = mode == Mode::read_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                               : SQLITE_OPEN_READONLY;
    const int result = sqlite3_open_v2(file.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX, vfs);
    if (result != SQLITE_OK) {
        const std::string said =
            handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(result);
        sqlite3_close(handle_);
        throw Failure(result, fmt::format("cannot open {}: {}", file.string(), said));
    }
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_busy_timeout(handle_, 2000);
    execute("PRAGMA mmap_size=0");
    if (mode == Mode::read_write) {
        execute(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;");
        sqlite3_wal_hook(handle_, logged, this);
        // A close cannot tell of a disk that fails, so it writes nothing: the log stays for the
        // next start.
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    }
}

Database::~Database() {
    for (auto& [sql, statements] : idle_) {
        for (auto* statement : statements) sqlite3_finalize(statement);
    }
    sqlite3_close(handle_);
}

Statement Database::statement(std::string_view literal) {
    auto& spare = idle_[literal.data()];
    if (!spare.empty()) {
        auto* statement = spare.back();
        spare.pop_back();
        return {*this, literal, statement};
    }
    sqlite3_stmt* statement = nullptr;
    const int result = sqlite3_prepare_v3(handle_, literal.data(), static_cast<int>(literal.size()),
                                          SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (result != SQLITE_OK) fail(result, literal);
    return {*this, literal, statement};
}

void Database::forget(std::string_view text) noexcept {
    const auto found = idle_.find(text.data());
    if (found == idle_.end()) return;
    for (auto* statement : found->second) sqlite3_finalize(statement);
    idle_.erase(found);
}

void Database::execute(const char* sql) {
    const int result = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
    if (result != SQLITE_OK) fail(result, std::string_view{sql}.substr(0, 200));
}

bool Database::in_transaction() const {
    return sqlite3_get_autocommit(handle_) == 0;
}

void Database::checkpoint_at(int pages) {
    checkpoint_at_ = pages;
}

/// As SQLite's own, which says nothing of a disk that fails. A full one is the next commit's
/// matter.
int Database::logged(void* self, sqlite3* handle, const char* schema, int pages) {
    if (pages < static_cast<Database*>(self)->checkpoint_at_) return SQLITE_OK;
    const int result =
        sqlite3_wal_checkpoint_v2(handle, schema, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    const bool is_left_for_later = (result & 0xff) == SQLITE_BUSY ||
                                   (result & 0xff) == SQLITE_LOCKED ||
                                   (result & 0xff) == SQLITE_FULL;
    return is_left_for_later ? SQLITE_OK : result;
}

void Database::give_back(std::string_view sql, sqlite3_stmt* statement) noexcept {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    try {
        idle_[sql.data()].push_back(statement);
    } catch (...) {
        sqlite3_finalize(statement);
    }
}

void Database::fail(int result, std::string_view doing) const {
    throw Failure(result, fmt::format("{} ({}), while: {}", sqlite3_errmsg(handle_),
                                      sqlite3_errstr(result), doing));
}

Transaction::Transaction(Database& database)
    : database_(database), is_outermost_(!database.in_transaction()) {
    // The outermost savepoint begins a deferred transaction: IMMEDIATE is not needed, for one
    // connection writes. RELEASE must stay as it is: kept ready, it says otherwise that a
    // checkpoint failed.
    database_.statement("SAVEPOINT input").run();
}

/// The outermost one is ended by ROLLBACK: to release a savepoint that was rolled back to is to
/// commit, which a full disk refuses, and every later commit would be within it.
Transaction::~Transaction() {
    if (!open_ || !database_.in_transaction()) return;  // SQLite has rolled back by itself
    try {
        database_.execute(is_outermost_ ? "ROLLBACK" : "ROLLBACK TO input; RELEASE input");
    } catch (const Failure& failure) {
        log::error("rollback failed: {}", failure.what());
    }
}

void Transaction::commit() {
    database_.execute("RELEASE input");
    open_ = false;
}

}  // namespace stayd::storage
