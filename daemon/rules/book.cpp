#include "rules/book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "rules/expression.hpp"
#include "rules/rule_file.hpp"

namespace stayd::rules {
namespace {

std::string column_of(const Rule& rule) {
    std::string severity;
    for (auto step = rule.raise.rbegin(); step != rule.raise.rend(); ++step)
        severity +=
            fmt::format(" WHEN ({}\n) THEN {}", step->second.sql, static_cast<int>(step->first));
    const auto base = std::to_string(static_cast<int>(rule.severity));
    return fmt::format("CASE WHEN ({}\n) THEN {} END", rule.when.sql,
                       severity.empty() ? base : fmt::format("CASE{} ELSE {} END", severity, base));
}

}  // namespace

Book::Book(storage::Database& database, Moments& moments, std::vector<std::string> functions)
    : database_(database), moments_(moments), functions_(std::move(functions)) {}

std::vector<std::string> Book::load(std::span<const Source> sources) {
    std::vector<std::string> mistakes;
    std::vector<Rule> read;
    // Made when first needed: SQLite compiles the whole view to tell its columns.
    std::map<Subject, storage::Fence> fences;
    const auto fence_of = [&](Subject subject) -> const storage::Fence& {
        const auto found = fences.find(subject);
        if (found != fences.end()) return found->second;
        return fences[subject] = rules::fence_of(database_, facts_of(subject), functions_);
    };
    for (const auto& source : sources) {
        auto file = read_rules(source.file, source.text);
        mistakes.insert(mistakes.end(), file.mistakes.begin(), file.mistakes.end());
        for (auto& rule : file.rules) {
            const auto faults = faults_of(rule, fence_of(rule.subject));
            mistakes.insert(mistakes.end(), faults.begin(), faults.end());
            if (!faults.empty()) continue;
            const auto same = std::ranges::find(read, rule.id, &Rule::id);
            if (same == read.end()) {
                read.push_back(std::move(rule));
            } else if (same->place.file == rule.place.file) {
                mistakes.push_back(fmt::format("{}: rule {}: stands at {} already",
                                               to_text(rule.place), rule.id, to_text(same->place)));
            } else {
                *same = std::move(rule);
            }
        }
    }
    std::ranges::sort(read, {}, &Rule::id);
    pages_.clear();
    failures_.clear();
    rules_.assign(std::make_move_iterator(read.begin()), std::make_move_iterator(read.end()));
    for (const auto subject : all_subjects) {
        Page page{.sheet = Sheet(database_, subject), .columns = {}};
        for (const auto& rule : rules_) {
            if (rule.subject != subject || !rule.on) continue;
            page.sheet.add(column_of(rule));
            page.columns.push_back(&rule);
        }
        pages_.push_back(std::move(page));
    }
    return mistakes;
}

std::vector<std::string> Book::mistakes_in(const Source& source) {
    auto file = read_rules(source.file, source.text);
    for (const auto& rule : file.rules) {
        const auto fence = rules::fence_of(database_, facts_of(rule.subject), functions_);
        std::ranges::move(faults_of(rule, fence), std::back_inserter(file.mistakes));
    }
    return std::move(file.mistakes);
}

std::vector<std::string> Book::faults_of(const Rule& rule, const storage::Fence& fence) {
    std::vector<std::string> faults;
    const auto look = [&](std::string_view key, const Expression& expression) {
        const auto name = fmt::format("rule {}.{}", rule.id, key);
        if (auto mistake = mistake_in(database_, fence, expression, name))
            faults.push_back(std::move(*mistake));
    };
    look("when", rule.when);
    for (const auto& [severity, condition] : rule.raise)
        look(fmt::format("raise.{}", to_word(severity)), condition);
    for (const auto& column : rule.evidence) look("evidence", {.sql = column, .place = rule.place});
    return faults;
}

const Rule* Book::find(std::string_view id) const {
    const auto found = std::ranges::find(rules_, id, &Rule::id);
    return found == rules_.end() ? nullptr : &*found;
}

Book::Judgement Book::judge(Subject subject, const Uuid& uid, UtcTime now) {
    Judgement judgement;
    if (pages_.empty()) return judgement;
    auto& page = pages_[static_cast<std::size_t>(subject)];
    moments_.begin(now);
    const auto answer = page.sheet.answer(uid);
    judgement.known = answer.known;
    judgement.ask_again = moments_.next();
    for (const auto& [column, says] : answer.failed)
        failures_.push_back(fmt::format("{}: rule {}: {}", to_text(page.columns[column]->place),
                                        page.columns[column]->id, says));
    for (std::size_t at = 0; at < answer.values.size(); ++at) {
        if (const auto* severity = std::get_if<std::int64_t>(&answer.values[at]))
            judgement.hits.push_back(
                {.rule = page.columns[at], .severity = static_cast<Severity>(*severity)});
    }
    return judgement;
}

std::string Book::facts(Subject subject, const Uuid& uid) {
    const auto& asked = asked_facts(subject);
    boost::json::object facts;
    try {
        auto query = database_.statement(asked.sql);
        query.bind(":uid", uid);
        if (!query.step()) return "{}";
        for (std::size_t at = 0; at < asked.columns.size(); ++at) {
            const auto value = query.value(static_cast<int>(at));
            auto& fact = facts[asked.columns[at]];
            if (const auto* number = std::get_if<std::int64_t>(&value)) fact = *number;
            if (const auto* text = std::get_if<std::string>(&value)) fact = *text;
        }
    } catch (const storage::Failure& failure) {
        if (!failure.of_expression()) throw;
    }
    return boost::json::serialize(facts);
}

/// Kept, for SQLite takes longer to compile a view of facts than to answer it.
const Book::AskedFacts& Book::asked_facts(Subject subject) {
    auto& asked = facts_[static_cast<std::size_t>(subject)];
    if (!asked.sql.empty()) return asked;
    asked.columns = storage::columns_of(database_, facts_of(subject));
    std::string texts;
    for (const auto& column : asked.columns)
        texts += fmt::format("{}CASE typeof({}) WHEN 'blob' THEN lower(hex({})) ELSE {} END",
                             texts.empty() ? "" : ", ", column, column, column);
    // Two steps, so that each fact is computed once.
    asked.sql = fmt::format(
        "WITH known AS MATERIALIZED (SELECT * FROM temp.{} WHERE uid = :uid) SELECT {} FROM known",
        facts_of(subject), texts);
    return asked;
}

std::string evidence(const Rule& rule, const std::string& facts) {
    const auto all = boost::json::parse(facts).as_object();
    boost::json::object explain;
    for (const auto& column : rule.evidence) {
        if (const auto* value = all.if_contains(column)) explain[column] = *value;
    }
    return boost::json::serialize(explain);
}

}  // namespace stayd::rules
