#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "rules/book.hpp"

namespace stayd::rules {

using Hits = std::map<std::string, std::string>;  ///< rule id → severity
using Lines = std::vector<std::string>;

/// Whether the only line holds all of these.
inline testing::AssertionResult is_one_line_with(const Lines& lines,
                                                 std::initializer_list<std::string> parts) {
    if (lines.size() != 1) {
        auto result = testing::AssertionFailure() << lines.size() << " lines";
        for (const auto& line : lines) result << "\n" << line;
        return result;
    }
    for (const auto& part : parts) {
        if (!lines[0].contains(part))
            return testing::AssertionFailure() << '"' << part << "\" is not in: " << lines[0];
    }
    return testing::AssertionSuccess();
}

/// A book of rules over the facts of one stay: number 1042, three persons, arrival at `start`.
/// Beside it stands a table that no rule may read.
class Shelf {
  public:
    Shelf() {
        database.execute(R"sql(
            CREATE TABLE secret (word TEXT NOT NULL);
            INSERT INTO secret VALUES ('sesame');
            CREATE TABLE stay (uid BLOB PRIMARY KEY, number TEXT, head_count INTEGER, start_utc_ms INTEGER);
            CREATE TEMP VIEW stay_facts AS SELECT uid, number, head_count, start_utc_ms FROM stay)sql");
        auto add = database.statement("INSERT INTO stay VALUES (:uid, '1042', 3, :start)");
        add.bind(":uid", stay).bind(":start", start).run();
    }

    /// A rule about stays; the condition stands in quotes that take anything.
    static std::string rule(std::string_view id, std::string_view when,
                            std::string_view more = "severity = \"high\"") {
        return fmt::format(
            "[[rule]]\nid = \"{}\"\nname = \"A rule\"\nsubject = \"stay\"\nwhen = '''{}'''\n{}\n"
            "message = \"Something\"\nfix = \"Do something\"\nrole = \"desk\"\n",
            id, when, more);
    }
    /// What is wrong with the rules.
    Lines load(std::string_view text) {
        const std::vector<Source> sources{{.file = "rules.toml", .text = std::string{text}}};
        return book.load(sources);
    }
    Hits hits(UtcTime now) { return hits(stay, now); }
    Hits hits(const Uuid& uid, UtcTime now) {
        last = book.judge(Subject::stay, uid, now);
        Hits found;
        for (const auto& hit : last.hits) found[hit.rule->id] = to_word(hit.severity);
        return found;
    }

    const Uuid stay{.bytes = {1}};
    const UtcTime start = from_ms(1'442'500'000'000);
    storage::Database database{":memory:", storage::Database::Mode::read_write};
    Moments moments{database};
    Book book{database, moments, {}};
    Book::Judgement last{};
};

}  // namespace stayd::rules
