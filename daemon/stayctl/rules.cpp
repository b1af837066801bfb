#include "stayctl/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "house/house.hpp"
#include "insight/facts.hpp"

namespace stayd::stayctl {
namespace {

namespace json = boost::json;

constexpr std::size_t most_named = 5;

std::string text(const json::value& value) {
    if (value.is_null()) return {};
    return value.is_string() ? std::string{value.as_string()} : json::serialize(value);
}

std::string listed(const json::value& lines, std::string_view title) {
    if (lines.as_array().empty()) return {};
    std::string all = fmt::format("\n{}\n", title);
    for (const auto& line : lines.as_array()) all += fmt::format("  {}\n", text(line));
    return all;
}

/// Facts and rules on a connection of their own.
struct Reader {
    Reader(storage::Database& database, const std::vector<rules::Source>& sources)
        : moments(database),
          book((insight::open_facts(database), database), moments,
               insight::functions_of_conditions()),
          mistakes(book.load(sources)) {}

    rules::Moments moments;
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

}  // namespace

std::string rules_table(const std::string& answer) {
    const auto all = json::parse(answer);
    std::string table =
        fmt::format("{:<7} {:<8} {:<9} {:>8}  {}\n", "Rule", "about", "severity", "findings", "");
    for (const auto& rule : all.at("rules").as_array()) {
        table += fmt::format("{:<7} {:<8} {:<9} {:>8}  {}{}\n", text(rule.at("id")),
                             text(rule.at("subject")), text(rule.at("severity")),
                             text(rule.at("findings")), text(rule.at("name")),
                             rule.at("on").as_bool() ? "" : " (off)");
    }
    return table + listed(all.at("left_out"), "Left out:") +
           listed(all.at("failed"), "Stopped, for they took too long or failed:");
}

std::string rule_explained(const std::string& answer) {
    const auto rule = json::parse(answer);
    std::string lines =
        fmt::format("{} {} ({})\n  when {}\n", text(rule.at("id")), text(rule.at("name")),
                    text(rule.at("place")), text(rule.at("when")));
    for (const auto& [severity, condition] : rule.at("raise").as_object())
        lines += fmt::format("  {} when {}\n", std::string_view{severity}, text(condition));
    if (!rule.at("known").as_bool()) {
        lines += "It is not asked: the subject is over, or was never in this house.\n";
    } else if (rule.at("says").is_null()) {
        lines += "It says nothing of this subject now";
    } else {
        lines += fmt::format("It says: {} ({}). {}", text(rule.at("message")),
                             text(rule.at("says")), text(rule.at("fix")));
    }
    if (rule.at("known").as_bool())
        lines += rule.at("asked_again").is_null()
                     ? std::string{"\n"}
                     : fmt::format("; it is asked again {}\n", text(rule.at("asked_again")));
    for (const auto& [name, value] : rule.at("facts").as_object())
        lines += fmt::format("  {:<28} {}\n", std::string_view{name},
                             value.is_null() ? "-" : text(value));
    return lines;
}

std::string explain_target(const std::string& rule, const std::string& subject) {
    return fmt::format("/rules/explain?rule={}&subject={}", encoded(rule), encoded(subject));
}

std::vector<std::string> check_rules(const std::vector<rules::Source>& sources) {
    storage::Database database(":memory:", storage::Database::Mode::read_write);
    house::prepare(database, ":memory:");
    return Reader(database, sources).mistakes;
}

std::vector<DryRun> dry_run(const std::filesystem::path& file,
                            const std::vector<rules::Source>& sources, UtcTime now) {
    storage::Database database(file, storage::Database::Mode::read_only);
    Reader reader(database, sources);
    std::vector<DryRun> runs;
    for (const auto& rule : reader.book.rules()) runs.push_back({.rule = rule.id});
    for (const auto subject : rules::all_subjects) {
        for (const auto& uid : subjects(database, subject)) {
            const auto judgement = reader.book.judge(subject, uid, now);
            auto other = database.statement(
                "SELECT group_concat(rule) FROM finding WHERE subject_uid = :uid AND state <> "
                "'Resolved'");
            other.bind(":uid", uid);
            const auto others = other.step() ? other.text(0) : std::string{};
            for (auto& run : runs) {
                if (reader.book.find(run.rule)->subject == subject) ++run.asked;
            }
            for (const auto& hit : judgement.hits) {
                auto& run = *std::ranges::find(runs, hit.rule->id, &DryRun::rule);
                ++run.hits;
                if (!others.empty() && others != run.rule) ++run.have_another;
                if (run.first.size() < most_named)
                    run.first.push_back(name_of(database, subject, uid));
            }
        }
    }
    return runs;
}

}  // namespace stayd::stayctl
