#include "house/dry_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "house/house.hpp"
#include "insight/completeness.hpp"
#include "insight/facts.hpp"
#include "insight/opportunities.hpp"
#include "storage/backup.hpp"

namespace stayd::house {
namespace {

constexpr std::size_t most_named = 5;

/// A rule, by its place among those that are loaded, and what it says something of.
struct Hit {
    std::size_t rule = 0;
    Uuid uid;

    auto operator<=>(const Hit&) const = default;
};
struct Asked {
    std::set<Hit> hits{};
    std::map<rules::Subject, std::int64_t> asked{};
    bool is_whole = true;
};

/// Facts and rules on a connection of their own.
struct Asker {
    Asker(storage::Database& of, std::span<const rules::Source> sources, UtcTime now)
        : database(of),
          moments(database),
          completeness((insight::open_facts(database), database), moments),
          book(database, moments, insight::functions_of_conditions()),
          mistakes(completeness.load(insight::completeness_with(sources),
                                     insight::choice_of(database, {}, now))) {
        std::ranges::move(insight::OpportunityJudge(database).load(sources),
                          std::back_inserter(mistakes));
        for (auto& mistake : book.load(sources)) {
            if (std::ranges::find(mistakes, mistake) == mistakes.end())
                mistakes.push_back(std::move(mistake));
        }
    }

    Asked ask(UtcTime at, const std::function<bool()>& is_over);
    rules::Subject subject(const Hit& hit) const { return book.rules()[hit.rule].subject; }

    storage::Database& database;
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

/// The first few are named; persons are not.
void name(storage::Database& database, rules::Subject subject, const Uuid& uid,
          std::vector<std::string>& into) {
    if (into.size() < most_named && subject != rules::Subject::person)
        into.push_back(name_of(database, subject, uid));
}

bool has_another(storage::Database& database, const Uuid& uid, const std::string& rule) {
    auto query = database.statement(
        "SELECT EXISTS (SELECT 1 FROM finding WHERE subject_uid = :uid AND state <> 'Resolved' AND "
        "rule <> :rule)");
    query.bind(":uid", uid).bind(":rule", rule);
    return query.step() && query.boolean(0);
}

Asked Asker::ask(UtcTime at, const std::function<bool()>& is_over) {
    Asked all;
    const auto& loaded = book.rules();
    for (const auto subject : rules::all_subjects) {
        if (std::ranges::none_of(loaded, [&](const auto& rule) { return rule.subject == subject; }))
            continue;
        for (const auto& uid : subjects(database, subject)) {
            if (is_over()) {
                all.is_whole = false;
                return all;
            }
            ++all.asked[subject];
            for (const auto& hit : book.judge(subject, uid, at).hits) {
                const auto rule = std::ranges::find(loaded, hit.rule->id, &rules::Rule::id);
                all.hits.insert({static_cast<std::size_t>(rule - loaded.begin()), uid});
            }
        }
    }
    return all;
}

/// `later`: what they hit at the moment before which it begins. What is hit at one look and was not
/// at the earlier one has begun in between.
void look_back(const Trial& trial, storage::Database& database, std::set<Hit> later, DryRun& run) {
    storage::Database copy("", storage::Database::Mode::read_write);
    if (!storage::copy(database, copy, trial.is_over)) return;
    Past past(copy, trial.read, trial.now - trial.look_back);
    Asker asker(copy, trial.sources, trial.now);
    run.known_since = past.known_since();
    std::set<Hit> fired;
    while (run.looked_back + looked_every <= trial.look_back && !trial.is_over()) {
        const auto moment = trial.now - run.looked_back - looked_every;
        past.back_to(moment);
        auto earlier = asker.ask(moment, trial.is_over);
        if (!earlier.is_whole) return;
        run.looked_back += looked_every;
        for (const auto& hit : later) {
            if (earlier.hits.contains(hit)) continue;
            auto& rule = run.rules[hit.rule];
            ++rule.fired;
            if (!fired.insert(hit).second) continue;
            ++rule.fired_on;
            name(database, asker.subject(hit), hit.uid, rule.last);
        }
        later = std::move(earlier.hits);
    }
}

}  // namespace

DryRun dry_run(const Trial& trial) {
    storage::Database database(trial.database, storage::Database::Mode::read_only);
    Asker asker(database, trial.sources, trial.now);
    DryRun run{.mistakes = std::move(asker.mistakes), .rules = {}};
    for (const auto& rule : asker.book.rules()) run.rules.push_back({.id = rule.id});
    auto now = asker.ask(trial.now, trial.is_over);
    for (std::size_t at = 0; at < run.rules.size(); ++at)
        run.rules[at].asked = now.asked[asker.book.rules()[at].subject];
    for (const auto& hit : now.hits) {
        auto& rule = run.rules[hit.rule];
        ++rule.hits;
        if (has_another(database, hit.uid, rule.id)) ++rule.have_another;
        name(database, asker.subject(hit), hit.uid, rule.first);
    }
    if (!now.is_whole)
        run.mistakes.emplace_back("stopped: it took too long; not all were asked");
    else if (trial.look_back > Duration{0})
        look_back(trial, database, std::move(now.hits), run);
    const auto& failures = asker.book.failures();
    run.mistakes.insert(run.mistakes.end(), failures.begin(), failures.end());
    return run;
}

UtcTime now_in(const std::filesystem::path& file, UtcTime clock) {
    storage::Database database(file, storage::Database::Mode::read_only);
    auto query = database.statement(
        "SELECT clock_offset_ms, business_day_end_utc_ms, last_contact_utc_ms FROM house");
    if (!query.step()) return clock;
    const auto now = clock + query.duration(0);
    return now < query.time(1) || query.is_null(2) ? now : query.time(2);
}

std::vector<std::string> mistakes_in(std::span<const rules::Source> sources) {
    storage::Database database(":memory:", storage::Database::Mode::read_write);
    prepare(database, ":memory:");
    return Asker(database, sources, {}).mistakes;
}

}  // namespace stayd::house
