#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace stayd::storage {

/// Our storage failed: disk full, damaged file, SQL that does not fit the schema. Caught once, in
/// `app`; the process ends and systemd starts it again, for what is on disk is always the state
/// before or after one input.
class Failure : public std::runtime_error {
  public:
    Failure(int sqlite_code, const std::string& what)
        : std::runtime_error(what), code_(sqlite_code) {}
    /// Of a file outside of SQLite, by the system's error number.
    static Failure of_file(int error_number, const std::string& what);
    static Failure damaged(const std::string& what);
    int sqlite_code() const { return code_; }  ///< SQLite's extended result code
    bool disk_full() const;
    bool constraint() const;  ///< the row breaks a rule of its table
    /// The file is not what was written to it: the process ends, and the next start mends it.
    bool corrupt() const;
    bool unreadable() const;  ///< corrupt, or the disk does not give it back
    /// What SQLite wrote did not reach the disk: never to be tried again (sync.md R5).
    bool of_sync() const;
    /// One statement asked for too much (`Bounds`) or computed what cannot be: nothing is amiss
    /// with the file.
    bool of_expression() const;

  private:
    int code_;
};

/// SQLite's version, for status pages.
const char* library_version();

/// What SQL gives or takes; the empty one is NULL. SQLite's REAL is not among them: nothing of ours
/// is decided in floating point.
using Value = std::variant<std::monostate, std::int64_t, std::string>;
class Arguments;
class Bounds;
class Database;
struct ExpressionFault;
struct Fence;
enum class Purity;

/// One use of a prepared statement: bind by name, step, read columns from 0. Goes back to the
/// database's cache when it dies. Unbound parameters are NULL. Every call may throw `Failure`.
class Statement {
  public:
    Statement(Statement&& other) noexcept;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    Statement& bind(const char* name, std::int64_t value);
    Statement& bind(const char* name, int value) {
        return bind(name, static_cast<std::int64_t>(value));
    }
    Statement& bind(const char* name, bool value) {
        return bind(name, static_cast<std::int64_t>(value));
    }
    Statement& bind(const char* name, std::string_view text);
    Statement& bind(const char* name, const char* text) {
        return bind(name, std::string_view{text});
    }
    Statement& bind(const char* name, const std::string& text) {
        return bind(name, std::string_view{text});
    }
    Statement& bind(const char* name, const Uuid& uuid);
    Statement& bind(const char* name, UtcTime time) { return bind(name, to_ms(time)); }
    Statement& bind(const char* name, Duration duration) { return bind(name, duration.count()); }
    template <class T>
    Statement& bind(const char* name, const std::optional<T>& value) {
        return value ? bind(name, *value) : *this;
    }

    // By place, from 1, for statements that run for each row of a page. Texts and bytes are not
    // copied: they outlive this use of the statement.
    Statement& bind_at(int place, std::int64_t value);
    Statement& bind_at(int place, std::string_view text);
    Statement& bind_at(int place, const Uuid& uuid);
    Statement& bind_bytes_at(int place, std::string_view bytes);

    /// True while there is a row.
    bool step();
    /// Runs a statement that gives no rows; the number of rows it changed.
    int run();

    std::int64_t integer(int column) const;
    bool boolean(int column) const { return integer(column) != 0; }
    std::string text(int column) const;  ///< "" for NULL
    Uuid uuid(int column) const;         ///< nil for NULL
    UtcTime time(int column) const { return from_ms(integer(column)); }
    Duration duration(int column) const { return Duration{integer(column)}; }
    bool is_null(int column) const;
    Value value(int column) const;
    std::optional<std::string> optional_text(int column) const;
    std::optional<Uuid> optional_uuid(int column) const;
    std::optional<UtcTime> optional_time(int column) const;

  private:
    friend class Database;
    Statement(Database& database, std::string_view sql, sqlite3_stmt* statement);
    int index(const char* name) const;
    void check(int result) const;

    Database* database_;
    std::string_view sql_;
    sqlite3_stmt* statement_;
};

/// One SQLite connection in WAL mode with `synchronous=FULL`: a commit that returned survives a
/// power cut. Belongs to one thread. A file has one connection that writes, and that one alone
/// moves its log into it: a reader cannot, not even when it is the last to close. So the race of
/// SQLite before 3.51.3, in which two connections that do so at once damage the file, has no second
/// one (sync.md R2). What is deleted is overwritten. Prepared statements are kept for the
/// connection's life, by the address of their text: pass literals, or texts that are made once and
/// never change.
class Database {
  public:
    enum class Mode { read_write, read_only };

    /// Opens or (read_write) creates the file; ":memory:" for tests, "" for one on the disk that
    /// nobody else sees and that is gone with the connection. `vfs` names the SQLite file
    /// system that holds it, where that is not the machine's own. Throws `Failure`, naming the
    /// file.
    Database(const std::filesystem::path& file, Mode mode, const char* vfs = nullptr);
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    Statement statement(std::string_view literal);
    /// The text will not be used again and may change: its prepared statements go.
    void forget(std::string_view text) noexcept;
    /// Runs one or more statements without parameters or rows.
    void execute(const char* sql);
    /// The log is brought into the file by the commit after which it has so many pages (of itself
    /// at 1000). Where the disk fails that, the commit fails although it is done: the process must
    /// end (sync.md R5).
    void checkpoint_at(int pages);
    bool in_transaction() const;

  private:
    friend class Statement;
    friend class OnlineBackup;
    friend bool copy(Database&, Database&, const std::function<bool()>&);
    friend class Bounds;
    friend std::optional<ExpressionFault> fault_of(Database&, const Fence&, std::string_view);
    friend void define(Database&, const char*, int, Purity, std::function<Value(const Arguments&)>);
    void give_back(std::string_view sql, sqlite3_stmt* statement) noexcept;
    [[noreturn]] void fail(int result, std::string_view doing) const;
    static int logged(void* self, sqlite3* handle, const char* schema, int pages);

    sqlite3* handle_ = nullptr;
    int checkpoint_at_ = 1000;
    std::unordered_map<const char*, std::vector<sqlite3_stmt*>> idle_;
};

/// Everything until `commit`, or nothing. Inside another one it is a savepoint of it.
class Transaction {
  public:
    explicit Transaction(Database& database);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();
    void commit();

  private:
    Database& database_;
    bool is_outermost_;
    bool open_ = true;
};

}  // namespace stayd::storage
