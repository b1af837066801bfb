#include "storage/fence.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>

namespace stayd::storage {
namespace {

constexpr int steps_between_looks = 1'000;

/// What SQLite asks while it compiles: the statement around the expression, whose own two SELECTs
/// come first, then what the expression wants.
struct Guard {
    static constexpr int own_selects = 2;
    const Fence* fence;
    int selects = 0;
    std::string objection{};

    int refuse(std::string why) {
        if (objection.empty()) objection = std::move(why);
        return SQLITE_DENY;
    }
    int judge(int action, std::string_view first, std::string_view second) {
        switch (action) {
            case SQLITE_SELECT:
                if (++selects <= own_selects) return SQLITE_OK;
                return refuse("a condition asks columns of its facts, it has no sub-query");
            case SQLITE_READ:
                return refuse(fmt::format("{} is not open to rules", first));
            case SQLITE_FUNCTION:
                if (fence->functions.contains(second)) return SQLITE_OK;
                return refuse(fmt::format("the function {} is not open to rules", second));
            default:
                return refuse("a condition only asks");
        }
    }
};

int authorize(void* guard, int action, const char* first, const char* second, const char*,
              const char*) noexcept {
    const auto text = [](const char* maybe) { return std::string_view{maybe ? maybe : ""}; };
    try {
        return static_cast<Guard*>(guard)->judge(action, text(first), text(second));
    } catch (...) {
        return SQLITE_DENY;
    }
}

/// `before` and `after` make a whole statement with two SELECTs and one column of it.
std::optional<ExpressionFault> fault_inside(sqlite3* handle, const Fence& fence,
                                            std::string_view before, std::string_view expression,
                                            std::string_view after) {
    const auto sql = fmt::format("{}{}{}", before, expression, after);
    Guard guard{.fence = &fence};
    sqlite3_set_authorizer(handle, authorize, &guard);
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const int result =
        sqlite3_prepare_v3(handle, sql.data(), static_cast<int>(sql.size()), 0, &statement, &rest);
    std::optional<ExpressionFault> fault;
    if (!guard.objection.empty()) {
        fault = ExpressionFault{.says = guard.objection};
    } else if (result != SQLITE_OK) {
        const int offset = sqlite3_error_offset(handle);
        const auto at = static_cast<std::size_t>(std::max(offset, 0));
        fault = ExpressionFault{.says = sqlite3_errmsg(handle)};
        if (at >= before.size()) fault->at = std::min(at - before.size(), expression.size());
    } else if (rest != sql.data() + sql.size() || sqlite3_column_count(statement) != 1) {
        fault = ExpressionFault{.says = "a condition is one expression"};
    } else if (sqlite3_bind_parameter_count(statement) != 0) {
        fault = ExpressionFault{.says = "a condition has no parameters"};
    }
    sqlite3_finalize(statement);
    sqlite3_set_authorizer(handle, nullptr, nullptr);
    return fault;
}

}  // namespace

std::vector<std::string> columns_of(Database& database, const std::string& view) {
    auto query = database.statement("SELECT name FROM pragma_table_info(:view)");
    query.bind(":view", view);
    std::vector<std::string> columns;
    while (query.step()) columns.push_back(query.text(0));
    return columns;
}

std::optional<ExpressionFault> fault_of(Database& database, const Fence& fence,
                                        std::string_view expression) {
    if (expression.find('\0') != std::string_view::npos)
        return ExpressionFault{.says = "a condition holds no zero byte"};
    // One that is left open would swallow what stands behind the expression.
    if (const auto at = expression.find("/*"); at != std::string_view::npos)
        return ExpressionFault{.says = "a comment in a condition begins with --", .at = at};
    std::string columns;
    for (const auto& column : fence.columns)
        columns += fmt::format("{}NULL AS {}", columns.empty() ? "" : ", ", column);
    // The columns alone, so that nothing but the expression asks for more. What ends the expression
    // stands on a line of its own, for it may end in a comment.
    const auto facts = fmt::format("(SELECT {}) AS {}", columns, fence.view);
    const auto look = [&](const std::string& before, const std::string& after) {
        return fault_inside(database.handle_, fence, before, expression, after);
    };
    const auto fault = look("SELECT (", fmt::format("\n) FROM {}", facts));
    // As a condition too: there SQLite takes no aggregate, which would make a row out of none.
    return fault ? fault : look(fmt::format("SELECT 1 FROM {} WHERE (", facts), "\n)");
}

Bounds::Bounds(Database& database, std::int64_t steps, int bytes)
    : database_(database), steps_(steps), left_(steps) {
    bytes_before_ = sqlite3_limit(database.handle_, SQLITE_LIMIT_LENGTH, bytes);
    sqlite3_progress_handler(database.handle_, steps_between_looks, &Bounds::step, this);
}

Bounds::~Bounds() {
    sqlite3_progress_handler(database_.handle_, 0, nullptr, nullptr);
    sqlite3_limit(database_.handle_, SQLITE_LIMIT_LENGTH, bytes_before_);
}

int Bounds::step(void* self) noexcept {
    auto& bounds = *static_cast<Bounds*>(self);
    bounds.left_ -= steps_between_looks;
    return bounds.left_ < 0 ? 1 : 0;
}

}  // namespace stayd::storage
