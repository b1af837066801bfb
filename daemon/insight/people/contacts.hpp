#pragma once

#include <string>
#include <string_view>

/// The validators of hotel-domain.md 1.4 for how a person is reached. Qualities are those of
/// its 1.2: 0 missing or invalid, 1 doubtful, 2 good.
namespace stayd::insight {

/// 1: of an intermediary, by the PMS's flag or by its domain, or of a function ("info@…").
int email_quality(std::string_view email, bool intermediary);
/// The domain of an intermediary that forwards: mail to it ends with the stay.
bool is_alias_email(std::string_view email);

/// 2: with a country's prefix; 1: the country can only be taken from where the person lives, or
/// from the hotel.
int phone_quality(std::string_view phone, std::string_view residence, std::string_view home);
/// As it is compared: digits alone, "+" before a country's prefix.
std::string plain_phone(std::string_view phone);

/// 2: as the country writes it; 1: present, and nobody here knows how the country writes it.
int postal_code_quality(std::string_view code, std::string_view country);

/// A country of ISO 3166-1, two upper letters.
bool is_country(std::string_view code);
/// Its people speak several languages, so that nationality does not tell which (DQ-10).
bool has_several_languages(std::string_view country);

}  // namespace stayd::insight
