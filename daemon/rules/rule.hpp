#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stayd::rules {

/// What rules are about; each has a fact view of the same name: `stay_facts`, keyed by `uid`.
enum class Subject : std::uint8_t { stay, person, room, task, company, house };
inline constexpr std::size_t subject_count = 6;
inline constexpr std::array all_subjects{Subject::stay, Subject::person,  Subject::room,
                                         Subject::task, Subject::company, Subject::house};
std::string_view to_word(Subject subject);
std::optional<Subject> subject_from(std::string_view word);
/// "stay_facts"
std::string facts_of(Subject subject);

/// hotel-domain.md 2.1.
enum class Severity : std::uint8_t { info = 1, low, medium, high, critical };
std::string_view to_word(Severity severity);
std::optional<Severity> severity_from(std::string_view word);

/// Where something stands in a file, from 1.
struct Place {
    std::string file;
    std::size_t line = 0;
    std::size_t column = 0;
};
std::string to_text(const Place& place);  ///< "stays.toml:14:9"

/// A text of SQL and where it stands, for what is wrong inside it.
struct Expression {
    std::string sql;
    Place place{};
};

/// One rule as it was written. Ids are stable names (hotel-domain.md 2).
struct Rule {
    std::string id;
    std::string name;
    Subject subject = Subject::stay;
    Expression when;  ///< NULL counts as no
    Severity severity = Severity::medium;
    /// Conditions under which it is worse, the worst last.
    std::vector<std::pair<Severity, Expression>> raise{};
    std::string message;  ///< for staff, without names of people
    std::string fix;      ///< what to do about it
    std::string role;     ///< who can: "desk", "reservations", "housekeeping", "manager" …
    /// How old what the PMS has told may be, in minutes, before what it says is said to be based on
    /// an earlier time; 0: at any age (hotel-domain.md 2.1).
    int max_age_minutes = 0;
    int priority = 50;                    ///< 1 first to 100 last among findings of one severity
    std::vector<std::string> evidence{};  ///< columns of the facts that explain it
    bool on = true;
    Place place{};
    std::uint32_t version = 0;  ///< of its text: another text, another number
};

}  // namespace stayd::rules
