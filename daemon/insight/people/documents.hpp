#pragma once

#include <optional>
#include <string_view>

namespace stayd::insight {

/// The check digit of ICAO 9303 (weights 7, 3, 1) over digits, letters and `<`; nothing when
/// another character stands in the text.
std::optional<int> icao_check_digit(std::string_view text);

/// 0 missing; 1 not as the country writes it, or its check letter or digit is another; 2 good, or
/// of a country whose numbers nobody here knows and 5 to 20 letters and digits. `type` is the
/// PMS's: IdentityCard, Passport, Visa, DriversLicense.
int document_number_quality(std::string_view number, std::string_view type,
                            std::string_view country);

}  // namespace stayd::insight
