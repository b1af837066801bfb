#pragma once

#include <string_view>

namespace stayd::insight {

/// What tells one profile from another; empty: not known.
struct Likeness {
    std::string_view name;  ///< first and last
    std::string_view birth_date;
    std::string_view email;
    std::string_view phone;
    std::string_view document_number;
    std::string_view document_country;
    std::string_view postal_code;
    std::string_view street;
    std::string_view sex;
};

/// How likely two profiles are one person, 0 to 100 (hotel-domain.md 2.8). From 80 it is suggested.
int duplicate_score(const Likeness& one, const Likeness& other);

}  // namespace stayd::insight
