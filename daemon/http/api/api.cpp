#include "http/api/api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/algorithm/string/case_conv.hpp>
#include <boost/algorithm/string/predicate.hpp>
#include <boost/json/serialize.hpp>
#include <optional>

#include "http/lan_api.hpp"
#include "journal/sha256.hpp"

namespace stayd::http {
namespace {

constexpr std::string_view description_path = "/api/v1/openapi.json";
constexpr std::string_view id_place = "{id}";

struct Found {
    const Route* route = nullptr;
    std::string id;
};

Found find(std::string_view path) {
    for (const auto& route : routes()) {
        if (!route.path.ends_with(id_place)) {
            if (path == route.path) return {.route = &route, .id = {}};
            continue;
        }
        const auto before = route.path.substr(0, route.path.size() - id_place.size());
        if (!path.starts_with(before)) continue;
        const auto id = path.substr(before.size());
        if (!id.empty() && id.find('/') == std::string_view::npos)
            return {.route = &route, .id = std::string{id}};
    }
    return {};
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

/// Each part between commas, without spaces around it.
template <class Look>
bool any_part(std::string_view list, Look is_it) {
    for (std::size_t at = 0; at <= list.size();) {
        const auto end = std::min(list.find(',', at), list.size());
        if (is_it(trimmed(list.substr(at, end - at)))) return true;
        at = end + 1;
    }
    return false;
}

bool takes_json(const Request& request) {
    const auto accept = boost::algorithm::to_lower_copy(request.header("Accept"));
    if (accept.empty()) return true;
    return any_part(accept, [](std::string_view part) {
        const auto type = trimmed(part.substr(0, part.find(';')));
        const auto quality = part.find("q=");
        const auto weight = quality == std::string_view::npos ? "1" : part.substr(quality + 2);
        const bool is_none = !weight.empty() && weight.find_first_not_of("0.") == weight.npos;
        return !is_none && (type == "application/json" || type == "application/*" || type == "*/*");
    });
}

bool has_already(const Request& request, std::string_view tag) {
    return any_part(request.header("If-None-Match"), [&](std::string_view part) {
        if (part.starts_with("W/")) part.remove_prefix(2);
        return part == "*" || part == tag;
    });
}

/// Made of the content alone: the same content, the same tag.
std::string tag_of(std::string_view body) {
    return fmt::format("\"{}\"", journal::to_hex(journal::sha256(body)).substr(0, 32));
}

Response tagged(const Request& request, std::string body, std::string_view cache) {
    const auto tag = tag_of(body);
    Response response{.headers = {{"Cache-Control", std::string{cache}},
                                  {"ETag", tag},
                                  {"Vary", "Accept, Authorization"}}};
    if (has_already(request, tag)) {
        response.status = 304;
        return response;
    }
    response.headers.emplace_back("Content-Type", "application/json");
    response.body = std::move(body);
    return response;
}

Response refused(const Problem& what) {
    auto response = problem(what.status, what.title, what.detail);
    response.headers.emplace_back("Cache-Control", "no-store");
    if (what.status == 401)
        response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"stayd\"");
    if (what.status == 403)
        response.headers.emplace_back("WWW-Authenticate",
                                      "Bearer realm=\"stayd\", error=\"insufficient_scope\"");
    return response;
}

}  // namespace

bool Api::has(std::string_view path) {
    return path == description_path || find(path).route != nullptr;
}

Response Api::answer(const Request& request) try {
    if (!takes_json(request))
        throw Problem{.status = 406,
                      .title = "Not acceptable",
                      .detail = "Answers are application/json; let Accept allow it."};
    const auto path = request.path();
    if (path == description_path)
        return tagged(request, std::string{description()}, "public, no-cache");
    auto [route, id] = find(path);
    return read(request, *route, std::move(id));
} catch (const Problem& what) {
    return refused(what);
}

Response Api::read(const Request& request, const Route& route, std::string id) {
    const auto& bearer = bearer_of(request);
    if (std::ranges::find(route.roles, bearer.role) == route.roles.end())
        throw Problem{
            .status = 403,
            .title = "Not for this role",
            .detail = fmt::format("The token {} has the role {}, which may not read this.",
                                  bearer.name, to_word(bearer.role))};
    const Question question(request, route.parameters, route.has_pages, std::move(id));
    const Sources sources{.door = door_, .views = views_, .by = bearer.name};
    return tagged(request, body_of(route, sources, question),
                  route.is_personal ? "no-store" : "private, no-cache");
}

std::string Api::body_of(const Route& route, const Sources& sources, const Question& question) {
    if (route.kept_for == Duration{0})
        return boost::json::serialize(route.answer(sources, question));
    const auto now = door_.now();
    auto& kept = kept_[route.path];
    const bool is_fresh = now >= kept.made && now - kept.made < route.kept_for;
    if (!is_fresh)
        kept = {.made = now, .body = boost::json::serialize(route.answer(sources, question))};
    return kept.body;
}

const Tokens::Bearer& Api::bearer_of(const Request& request) const {
    const auto given = request.header("Authorization");
    constexpr std::string_view scheme = "bearer ";
    const Tokens::Bearer* bearer = nullptr;
    if (boost::algorithm::istarts_with(given, scheme))
        bearer = tokens_.find(trimmed(std::string_view{given}.substr(scheme.size())));
    if (bearer == nullptr)
        throw Problem{.status = 401,
                      .title = "Who asks?",
                      .detail =
                          "Send a token of this box: \"Authorization: Bearer stayd_…\". "
                          "\"stayctl token add\" makes one."};
    return *bearer;
}

}  // namespace stayd::http
