#pragma once

#include <map>
#include <string>

#include "http/api/routes.hpp"
#include "http/api/tokens.hpp"
#include "http/message.hpp"

namespace stayd::http {

/// What other programs may read, described by openapi.json: GET and HEAD, JSON, with a token.
///   GET /api/v1/openapi.json   the description, for everybody
///   GET …                      the routes of routes.hpp
/// Every answer has a strong ETag and is 304 to who has it; what is wrong is
/// `application/problem+json` (RFC 9457) and never says more than a person needs.
class Api {
  public:
    Api(house::Door& door, house::Views& views, const Tokens& tokens)
        : door_(door), views_(views), tokens_(tokens) {}

    /// Whether the path is one of these. The method is GET or HEAD.
    static bool has(std::string_view path);
    Response answer(const Request& request);

  private:
    Response read(const Request& request, const Route& route, std::string id);
    std::string body_of(const Route& route, const Sources& sources, const Question& question);
    const Tokens::Bearer& bearer_of(const Request& request) const;

    house::Door& door_;
    house::Views& views_;
    const Tokens& tokens_;
    struct Kept {
        UtcTime made{};
        std::string body;
    };
    std::map<std::string_view, Kept> kept_;  ///< by the route's path
};

/// openapi.json, as it is kept beside this file.
std::string_view description();

}  // namespace stayd::http
