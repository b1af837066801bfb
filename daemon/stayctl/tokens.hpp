#pragma once

#include <string>

namespace stayd::stayctl {

/// `ask` for POST /tokens/add and /tokens/remove.
std::string add_token_target(const std::string& name, const std::string& role);
std::string remove_token_target(const std::string& name);

/// All tokens in lines for people: name, role, when it was made.
std::string tokens_table(const std::string& answer);
/// The new token, alone on its line, and what to know about it.
std::string token_made(const std::string& answer);

}  // namespace stayd::stayctl
