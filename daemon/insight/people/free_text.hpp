#pragma once

#include <string_view>

namespace stayd::insight {

/// Whether a card's number stands in a text (hotel-domain.md 1.4): 13 to 19 digits that are good by
/// Luhn, blanks and dashes between them allowed; or the mark that stands where one came from the
/// PMS and was masked (mews/card_numbers.hpp).
bool has_card_number(std::string_view text);

/// Whether a text speaks of health, or names a document's number: words in the languages most
/// guests' notes are in (DQ-15).
bool has_sensitive_words(std::string_view text);

}  // namespace stayd::insight
