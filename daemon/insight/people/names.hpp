#pragma once

#include <string>
#include <string_view>

namespace stayd::insight {

/// A text as it is compared (hotel-domain.md 0.1): NFKC, case folded, without diacritics, `ß æ ø œ
/// ł đ` as `ss ae o oe l d`, runs of blanks as one and none around. Bytes that are no UTF-8 are
/// left out.
std::string fold(std::string_view text);

/// How many letters two folded texts are apart: 0, 1, or 2 for more.
int text_distance(std::string_view left, std::string_view right);

/// Somebody's stand-in for a name (hotel-domain.md 1.4): a word such as "TBA", with or without a
/// number behind it, anything with a digit or without a letter, or the company's or agency's own
/// name.
bool is_placeholder_name(std::string_view name, std::string_view company);

/// A name that is one but not as it stands on a document (DQ-02): all upper or all lower case, a
/// title or an emoji inside, punctuation at its end.
bool is_noisy_name(std::string_view name);

/// 0 missing or a placeholder, 1 a single letter or noisy, 2 good. A single ideograph is good.
int name_quality(std::string_view name, std::string_view company);

}  // namespace stayd::insight
