#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "stayctl/asking.hpp"

namespace stayd::stayctl {

/// What a person wants to read; all that is said must hold, empty is not said.
struct AuditWish {
    std::string room{};
    std::string guest{};
    std::string stay{};
    std::string by{};
    std::string since{};
    std::string until{};
    std::string change{};
    std::size_t limit = 100;
};

/// The newest `limit` rows that fit, newest last.
std::vector<boost::json::value> audit_rows(const Ask& ask, const AuditWish& wish);

/// One row in a line for people.
std::string audit_line(const boost::json::value& row);

struct Verdict {
    bool is_whole = false;
    std::string text{};  ///< for people, ends its lines
};
/// Proves the whole chain; and, when `noted` is not empty, that the row a person noted earlier
/// ("SEQ:HASH") still stands in it.
Verdict verify_audit(const Ask& ask, const std::string& noted);
bool is_note(const std::string& noted);

}  // namespace stayd::stayctl
