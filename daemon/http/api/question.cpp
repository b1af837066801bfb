#include "http/api/question.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/algorithm/hex.hpp>
#include <charconv>

namespace stayd::http {
namespace {

constexpr char separator = '\n';

template <class Names>
std::string listed(const Names& names) {
    std::string all;
    for (const auto& name : names) all += fmt::format("{}{}", all.empty() ? "" : ", ", name);
    return all;
}

std::optional<std::string> of_hex(const std::string& hex) try {
    return boost::algorithm::unhex(hex);
} catch (const boost::algorithm::hex_decode_error&) {
    return std::nullopt;
}

/// Everything but letters, digits and plain marks as %XX.
std::string encoded(std::string_view text) {
    std::string code;
    for (const char byte : text) {
        const auto c = static_cast<unsigned char>(byte);
        const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                              (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
        code += is_plain ? std::string(1, byte) : fmt::format("%{:02X}", static_cast<unsigned>(c));
    }
    return code;
}

std::int64_t limit_from(const std::string& text) {
    std::int64_t limit = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, limit);
    if (read.ec != std::errc{} || read.ptr != end || limit < 1 || limit > Question::most_rows)
        throw Problem{.title = "Wrong value",
                      .detail = fmt::format("limit is \"{}\"; it is a number from 1 to {}.", text,
                                            Question::most_rows)};
    return limit;
}

void check_word(const Parameter& parameter, const std::string& value) {
    if (value.empty())
        throw Problem{.title = "Wrong value",
                      .detail = fmt::format("{} is empty.", parameter.name)};
    if (parameter.words.empty() ||
        std::ranges::find(parameter.words, value) != parameter.words.end())
        return;
    throw Problem{.title = "Wrong value",
                  .detail = fmt::format("{} is \"{}\"; there are: {}.", parameter.name, value,
                                        listed(parameter.words))};
}

}  // namespace

Question::Question(const Request& request, std::span<const Parameter> known, bool has_pages,
                   std::string id)
    : path_(request.path()), given_(request.parameters()), id_(std::move(id)) {
    std::vector<Parameter> all(known.begin(), known.end());
    if (has_pages) {
        all.push_back({.name = "limit"});
        all.push_back({.name = "after"});
    }
    std::vector<std::string_view> seen;
    for (const auto& [name, value] : given_) {
        const auto found = std::ranges::find(all, name, &Parameter::name);
        if (found == all.end()) {
            std::vector<std::string_view> names;
            for (const auto& parameter : all) names.push_back(parameter.name);
            throw Problem{
                .title = "Unknown parameter",
                .detail = fmt::format("There is no parameter \"{}\" here; there {}.", name,
                                      names.empty() ? "is none" : "are: " + listed(names))};
        }
        if (std::ranges::find(seen, name) != seen.end())
            throw Problem{.title = "Parameter given twice",
                          .detail = fmt::format("Say {} once.", name)};
        seen.push_back(found->name);
        check_word(*found, value);
        if (name == "limit") limit_ = limit_from(value);
    }
}

std::string Question::text(std::string_view name) const {
    for (const auto& [key, value] : given_) {
        if (key == name) return value;
    }
    return {};
}

std::optional<UtcTime> Question::instant(std::string_view name) const {
    const auto said = text(name);
    if (said.empty()) return std::nullopt;
    const auto time = parse_iso8601(said);
    if (!time)
        throw Problem{.title = "Wrong value",
                      .detail = fmt::format("{} is \"{}\"; say 2015-09-17 (its begin in UTC), "
                                            "2015-09-17T14:30:00Z or 2015-09-17T15:30:00+01:00, "
                                            "with + as %2B.",
                                            name, said)};
    return time;
}

std::optional<Uuid> Question::uuid(std::string_view name) const {
    const auto said = text(name);
    if (said.empty()) return std::nullopt;
    const auto id = Uuid::parse(said);
    if (!id)
        throw Problem{.title = "Wrong value",
                      .detail = fmt::format("{} is \"{}\"; ids look like "
                                            "01924b5e-7c1a-7e3f-9a55-0c2f6f3b1d20.",
                                            name, said)};
    return id;
}

std::optional<std::vector<std::string>> Question::place(std::size_t values) const {
    const auto cursor = text("after");
    if (cursor.empty()) return std::nullopt;
    std::vector<std::string> place;
    if (const auto joined = of_hex(cursor)) {
        for (std::size_t at = 0; at <= joined->size();) {
            const auto end = std::min(joined->find(separator, at), joined->size());
            place.push_back(joined->substr(at, end - at));
            at = end + 1;
        }
    }
    if (place.size() != values)
        throw Problem{.title = "Wrong value",
                      .detail = "after is no place in this list; take it from \"next\" of a page."};
    return place;
}

std::string Question::next(const std::vector<std::string>& place) const {
    std::string joined;
    for (std::size_t at = 0; at < place.size(); ++at)
        joined += (at == 0 ? "" : std::string(1, separator)) + place[at];
    std::string address = path_ + "?";
    for (const auto& [name, value] : given_) {
        if (name != "after") address += fmt::format("{}={}&", name, encoded(value));
    }
    return address + "after=" + boost::algorithm::hex_lower(joined);
}

}  // namespace stayd::http
