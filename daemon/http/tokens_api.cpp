#include "http/tokens_api.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/log.hpp"
#include "http/lan_api.hpp"
#include "storage/database.hpp"

namespace stayd::http {
namespace {

namespace json_lib = boost::json;

std::string role_words() {
    std::string all;
    for (const auto role : all_roles)
        all += fmt::format("{}{}", all.empty() ? "" : ", ", to_word(role));
    return all;
}

Response not_written(const storage::Failure& failure) {
    log::error("the tokens stay as they were: {}", failure.what());
    return problem(507, "Not saved", failure.what());
}

}  // namespace

Response TokensApi::all() const {
    json_lib::array tokens;
    for (const auto& bearer : tokens_.all())
        tokens.push_back({{"name", bearer.name},
                          {"role", to_word(bearer.role)},
                          {"made", to_iso8601(bearer.made)}});
    return json(json_lib::serialize(json_lib::object{{"tokens", std::move(tokens)}}));
}

Response TokensApi::add(const Request& request, UtcTime now) try {
    const auto name = request.parameter("name");
    const auto role = role_from(request.parameter("role"));
    if (!Tokens::is_name(name))
        return problem(404, fmt::format("\"{}\" is no name", name),
                       "1 to 40 letters, digits, dots, dashes and underlines; not Mews or stayd.");
    if (!role)
        return problem(404, fmt::format("\"{}\" is no role", request.parameter("role")),
                       fmt::format("There are {}.", role_words()));
    const auto token = tokens_.add(name, *role, now);
    if (!token)
        return problem(409, fmt::format("There is a token \"{}\" already", name),
                       "Take another name, or remove that one.");
    log::info("a token for {} was made: {}", to_word(*role), name);
    return json(json_lib::serialize(
        json_lib::object{{"name", name}, {"role", to_word(*role)}, {"token", *token}}));
} catch (const storage::Failure& failure) {
    return not_written(failure);
}

Response TokensApi::remove(const Request& request) try {
    const auto name = request.parameter("name");
    if (!tokens_.remove(name))
        return problem(404, fmt::format("There is no token \"{}\"", name),
                       "stayctl token list names them.");
    log::info("the token {} was removed", name);
    return all();
} catch (const storage::Failure& failure) {
    return not_written(failure);
}

}  // namespace stayd::http
