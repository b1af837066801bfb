#include "house/dry_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "house/house.hpp"
#include "insight/completeness.hpp"
#include "insight/facts.hpp"

namespace stayd::house {
namespace {

constexpr std::size_t most_named = 5;

/// Facts and rules on a connection of their own.
struct Reader {
    Reader(storage::Database& database, std::span<const rules::Source> sources, UtcTime now)
        : moments(database),
          completeness((insight::open_facts(database), database), moments),
          book(database, moments, insight::functions_of_conditions()),
          mistakes(completeness.load(insight::completeness_with(sources),
                                     insight::choice_of(database, {}, now))) {
        std::ranges::move(book.load(sources), std::back_inserter(mistakes));
    }

    rules::Moments moments;
    insight::Completeness completeness;
    rules::Book book;
    std::vector<std::string> mistakes;
};

std::vector<Uuid> subjects(storage::Database& database, rules::Subject subject) {
    const auto sql = fmt::format("SELECT uid FROM {}", rules::facts_of(subject));
    std::vector<Uuid> all;
    {
        auto query = database.statement(sql);
        while (query.step()) all.push_back(query.uuid(0));
    }
    database.forget(sql);
    return all;
}

/// As people name it.
std::string name_of(storage::Database& database, rules::Subject subject, const Uuid& uid) {
    const char* sql = nullptr;
    if (subject == rules::Subject::stay) sql = "SELECT number FROM reservation WHERE uid = :uid";
    if (subject == rules::Subject::room) sql = "SELECT name FROM resource WHERE uid = :uid";
    if (sql == nullptr) return uid.to_string();
    auto query = database.statement(sql);
    query.bind(":uid", uid);
    return query.step() ? query.text(0) : uid.to_string();
}

bool has_another(storage::Database& database, const Uuid& uid, const std::string& rule) {
    auto query = database.statement(
        "SELECT EXISTS (SELECT 1 FROM finding WHERE subject_uid = :uid AND state <> 'Resolved' AND "
        "rule <> :rule)");
    query.bind(":uid", uid).bind(":rule", rule);
    return query.step() && query.boolean(0);
}

}  // namespace

DryRun dry_run(const std::filesystem::path& file, std::span<const rules::Source> sources,
               UtcTime now, const std::function<bool()>& is_over) {
    storage::Database database(file, storage::Database::Mode::read_only);
    Reader reader(database, sources, now);
    DryRun run{.mistakes = std::move(reader.mistakes), .rules = {}};
    for (const auto& rule : reader.book.rules()) run.rules.push_back({.id = rule.id});
    for (const auto subject : rules::all_subjects) {
        std::vector<DryRun::Rule*> asked;
        for (std::size_t at = 0; at < run.rules.size(); ++at) {
            if (reader.book.rules()[at].subject == subject) asked.push_back(&run.rules[at]);
        }
        if (asked.empty()) continue;
        for (const auto& uid : subjects(database, subject)) {
            if (is_over()) {
                run.mistakes.emplace_back("stopped: it took too long; not all were asked");
                return run;
            }
            for (auto* rule : asked) ++rule->asked;
            for (const auto& hit : reader.book.judge(subject, uid, now).hits) {
                auto& rule = **std::ranges::find(asked, hit.rule->id, &DryRun::Rule::id);
                ++rule.hits;
                if (has_another(database, uid, rule.id)) ++rule.have_another;
                if (rule.first.size() < most_named && subject != rules::Subject::person)
                    rule.first.push_back(name_of(database, subject, uid));
            }
        }
    }
    const auto& failures = reader.book.failures();
    run.mistakes.insert(run.mistakes.end(), failures.begin(), failures.end());
    return run;
}

std::vector<std::string> mistakes_in(std::span<const rules::Source> sources) {
    storage::Database database(":memory:", storage::Database::Mode::read_write);
    prepare(database, ":memory:");
    return Reader(database, sources, {}).mistakes;
}

}  // namespace stayd::house
