#pragma once

#include <string>
#include <string_view>

namespace stayd::mews {

/// A text as it may leave this folder: every card number in it reads `[card …1111]`, its last four
/// digits. People write them into notes; neither the database nor a log nor a topic may hold one.
///
/// A card number is a run of 13 to 19 digits, single blanks or dashes between them allowed, with a
/// right check digit (Luhn). A part of a run, between blanks or dashes, is one when it also begins
/// and is as long as an issuer's: "4111 1111 1111 1111 0926". In members that hold identifiers and
/// phone numbers by documentation, only an issuer's counts, and none behind a '+'. No part of a
/// GUID counts.
///
/// `member` is the PMS's name of what holds the text, empty for none. The answer is `text`, or
/// points into `scratch`.
std::string_view without_cards(std::string_view text, std::string_view member,
                               std::string& scratch);

}  // namespace stayd::mews
