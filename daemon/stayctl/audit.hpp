#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace stayd::stayctl {

/// The body of the daemon's answer to a request; throws what the program reports.
using Ask = std::function<std::string(const std::string& method, const std::string& target)>;

/// As a value of a query: everything but letters, digits and plain marks as %XX.
std::string encoded(std::string_view text);

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
