#pragma once

#include <string>
#include <string_view>

namespace stayd::insight {

/// Letters and digits alone, letters in upper case: how codes and numbers are compared.
std::string plain_code(std::string_view text);

/// Whether a plain code looks so: `A` a letter, `9` a digit, `N` either, anything else itself.
bool looks_like(std::string_view code, std::string_view pattern);

}  // namespace stayd::insight
