#pragma once

#include <span>

#include "insight/functions.hpp"

namespace stayd::insight {

/// What facts and conditions about people may call; the rules behind them stand in people/*.hpp.
/// Qualities are 0 missing or invalid, 1 doubtful, 2 good (hotel-domain.md 1.2); a NULL argument is
/// an empty text, and flags are 0 or 1.
///   fold(text)                            as texts are compared
///   text_distance(a, b)                   of two folded texts: 0, 1, or 2 for more
///   is_placeholder_name(name, company)    1: a stand-in ("TBA", "Guest 2", the company's name)
///   is_noisy_name(name)                   1: all upper or lower case, a title, emoji, punctuation
///   name_quality(name, company)           0 to 2
///   email_quality(email, intermediary)    0 to 2
///   is_alias_email(email)                 1: of an intermediary's domain
///   phone_quality(phone, residence, home) 0 to 2; the countries stand in for a missing prefix
///   birth_date_quality(birth, today, by_staff)  0 to 2
///   birthday(birth, years)                the date of that age; NULL when it is no date
///   date_begins(date, zone)               local midnight, in milliseconds; NULL when it is no date
///   date_ends(date, zone)                 the next one
///   working_days_after(date, n)           the date; Saturdays and Sundays are none
///   document_number_quality(number, type, country)  0 to 2, with check letters and digits
///   icao_check_digit(text)                0 to 9; NULL when a character has no value
///   postal_code_quality(code, country)    0 to 2; 1: not known how the country writes it
///   is_country(code)                      1: two letters of ISO 3166
///   has_several_languages(country)        1: nationality does not tell the language
///   has_card_number(text)                 1: also when the PMS's was masked
///   has_sensitive_words(text)             1: of health, or a document's number
///   duplicate_score(…)                    0 to 100, of two profiles' name, birth date, e-mail,
///                                         phone, document number, its country, postal code, street
///                                         and sex: nine of the one, nine of the other
///   uuid_bytes(text)                      of a GUID as a text; CAST them AS BLOB to compare
std::span<const NamedFunction> person_functions();

}  // namespace stayd::insight
