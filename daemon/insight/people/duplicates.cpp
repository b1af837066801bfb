#include "insight/people/duplicates.hpp"

#include <algorithm>
#include <string>

#include "insight/people/contacts.hpp"
#include "insight/people/names.hpp"
#include "insight/people/patterns.hpp"

namespace stayd::insight {
namespace {

bool both_and_equal(std::string_view one, std::string_view other) {
    return !one.empty() && one == other;
}

bool both_and_different(std::string_view one, std::string_view other) {
    return !one.empty() && !other.empty() && one != other;
}

/// The first number in a street's line: "Rua Augusta 24, 2.º" is 24.
std::string_view house_number(std::string_view street) {
    const auto is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
    const auto begin = std::ranges::find_if(street, is_digit);
    const auto end = std::find_if_not(begin, street.end(), is_digit);
    return {begin, end};
}

int of_names(std::string_view one, std::string_view other) {
    const auto left = fold(one);
    const auto right = fold(other);
    if (left.empty() || right.empty()) return 0;
    switch (text_distance(left, right)) {
        case 0:
            return 30;
        case 1:
            return 15;
        default:
            return 0;
    }
}

}  // namespace

int duplicate_score(const Likeness& one, const Likeness& other) {
    int score = of_names(one.name, other.name);
    const auto add = [&](bool holds, int points) { score += holds ? points : 0; };
    add(both_and_equal(plain_code(one.document_number), plain_code(other.document_number)) &&
            both_and_equal(one.document_country, other.document_country),
        70);
    add(both_and_equal(fold(one.email), fold(other.email)) && !is_alias_email(one.email), 50);
    add(both_and_equal(plain_phone(one.phone), plain_phone(other.phone)), 40);
    add(both_and_equal(one.birth_date, other.birth_date), 30);
    add(both_and_equal(plain_code(one.postal_code), plain_code(other.postal_code)) &&
            both_and_equal(house_number(one.street), house_number(other.street)),
        10);
    add(both_and_different(one.birth_date, other.birth_date), -40);
    add(both_and_different(one.sex, other.sex), -20);
    return std::clamp(score, 0, 100);
}

}  // namespace stayd::insight
