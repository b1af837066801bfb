#include "storage/functions.hpp"

#include <sqlite3.h>

#include <exception>
#include <memory>

namespace stayd::storage {
namespace {

struct Give {
    sqlite3_context* context;
    void operator()(std::monostate) const { sqlite3_result_null(context); }
    void operator()(std::int64_t number) const { sqlite3_result_int64(context, number); }
    void operator()(const std::string& text) const {
        sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    }
};

void call(sqlite3_context* context, int count, sqlite3_value** values) {
    const auto& function = *static_cast<const Function*>(sqlite3_user_data(context));
    try {
        std::visit(Give{context}, function(Arguments(count, values)));
    } catch (const std::exception& failure) {
        sqlite3_result_error(context, failure.what(), -1);
    }
}

}  // namespace

bool Arguments::is_null(int at) const {
    return sqlite3_value_type(values_[at]) == SQLITE_NULL;
}

std::int64_t Arguments::integer(int at) const {
    return sqlite3_value_int64(values_[at]);
}

std::string_view Arguments::text(int at) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(values_[at]));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_value_bytes(values_[at]))};
}

bool Arguments::any_null() const {
    for (int at = 0; at < count_; ++at) {
        if (is_null(at)) return true;
    }
    return false;
}

void define(Database& database, const char* name, int arguments, Purity purity, Function function) {
    // Views are asked by every connection that has the functions; a file from elsewhere must not be
    // able to call them through its schema's triggers (INNOCUOUS says they only compute).
    const int flags =
        SQLITE_UTF8 | SQLITE_INNOCUOUS | (purity == Purity::pure ? SQLITE_DETERMINISTIC : 0);
    auto kept = std::make_unique<Function>(std::move(function));
    // SQLite calls the destructor also when it fails.
    const int result = sqlite3_create_function_v2(
        database.handle_, name, arguments, flags, kept.release(), call, nullptr, nullptr,
        [](void* mine) { delete static_cast<Function*>(mine); });
    if (result != SQLITE_OK) database.fail(result, name);
}

}  // namespace stayd::storage
