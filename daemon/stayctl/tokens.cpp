#include "stayctl/tokens.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "stayctl/asking.hpp"

namespace stayd::stayctl {
std::string add_token_target(const std::string& name, const std::string& role) {
    return fmt::format("/tokens/add?name={}&role={}", encoded(name), encoded(role));
}

std::string remove_token_target(const std::string& name) {
    return "/tokens/remove?name=" + encoded(name);
}

std::string tokens_table(const std::string& answer) {
    const auto all = boost::json::parse(answer);
    std::string table = fmt::format("{:<40} {:<8} {}\n", "Token", "role", "made");
    for (const auto& token : all.at("tokens").as_array())
        table += fmt::format("{:<40} {:<8} {}\n", text(token.at("name")), text(token.at("role")),
                             text(token.at("made")));
    return table;
}

std::string token_made(const std::string& answer) {
    const auto token = boost::json::parse(answer);
    return fmt::format(
        "{}\nThis is the only time it is shown. Whoever has it reads what the role {} may, as "
        "\"{}\"; \"stayctl token remove {}\" ends that.\n",
        text(token.at("token")), text(token.at("role")), text(token.at("name")),
        text(token.at("name")));
}

}  // namespace stayd::stayctl
