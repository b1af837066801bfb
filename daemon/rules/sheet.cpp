#include "rules/sheet.hpp"

#include <fmt/format.h>

#include "storage/fence.hpp"

namespace stayd::rules {
namespace {

/// For one subject: thousands of times what the shipped rules take together.
constexpr std::int64_t most_steps = 5'000'000;
constexpr int longest_value = 1'000'000;

std::string select(const std::string& facts, std::string_view columns) {
    // MATERIALIZED: otherwise each mention of a fact would compute it anew.
    return fmt::format(
        "WITH {0} AS MATERIALIZED (SELECT * FROM temp.{0} WHERE uid = :uid) SELECT {1} FROM {0}",
        facts, columns);
}

}  // namespace

Sheet::Sheet(storage::Database& database, std::string view)
    : database_(database), view_(std::move(view)) {}

Sheet::~Sheet() {
    drop();
}

std::size_t Sheet::add(std::string expression) {
    drop();
    expressions_.push_back(std::move(expression));
    return expressions_.size() - 1;
}

void Sheet::drop() {
    if (!sql_.empty()) database_.forget(sql_);
    sql_.clear();
}

void Sheet::make() {
    std::string columns = "1";
    for (const auto& expression : expressions_) columns += fmt::format(", ({}\n)", expression);
    sql_ = select(view_, columns);
}

Sheet::Answer Sheet::answer(const Uuid& uid) {
    if (sql_.empty()) make();
    try {
        const storage::Bounds bounds(database_, most_steps, longest_value);
        auto query = database_.statement(sql_);
        query.bind(":uid", uid);
        Answer answer;
        if (!query.step()) return answer;
        answer.known = true;
        for (std::size_t at = 0; at < expressions_.size(); ++at)
            answer.values.push_back(query.value(static_cast<int>(at) + 1));
        return answer;
    } catch (const storage::Failure& failure) {
        if (!failure.of_expression()) throw;
    }
    Answer answer{.known = true};
    const auto middle = expressions_.size() / 2;
    ask_part(uid, 0, middle, answer);
    ask_part(uid, middle, expressions_.size(), answer);
    drop();
    return answer;
}

/// One of them failed: the others still count. It is looked for by halves, for SQLite takes long to
/// compile a view of facts.
void Sheet::ask_part(const Uuid& uid, std::size_t from, std::size_t to, Answer& into) {
    if (from == to) return;
    std::string columns;
    for (std::size_t at = from; at < to; ++at)
        columns += fmt::format("{}({}\n)", columns.empty() ? "" : ", ", expressions_[at]);
    const auto sql = select(view_, columns);
    std::string says;
    try {
        const storage::Bounds bounds(database_, most_steps, longest_value);
        auto query = database_.statement(sql);
        query.bind(":uid", uid);
        const bool is_there = query.step();
        for (std::size_t at = from; at < to; ++at)
            into.values.push_back(is_there ? query.value(static_cast<int>(at - from))
                                           : storage::Value{});
    } catch (const storage::Failure& failure) {
        if (!failure.of_expression()) throw;
        says = failure.what();
    }
    database_.forget(sql);
    if (says.empty()) return;
    into.values.resize(from);
    if (to - from > 1) {
        const auto middle = from + (to - from) / 2;
        ask_part(uid, from, middle, into);
        ask_part(uid, middle, to, into);
        return;
    }
    into.failed.emplace_back(from, says.substr(0, says.find(", while: ")));
    expressions_[from] = "NULL";
    into.values.emplace_back();
}

}  // namespace stayd::rules
