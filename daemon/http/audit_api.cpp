#include "http/audit_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <limits>

#include "http/lan_api.hpp"

namespace stayd::http {
namespace {

namespace json_lib = boost::json;

constexpr std::int64_t rows_a_page = 500;
constexpr int rows_a_check = 2000;

/// What was asked for cannot be read or is not known; a sentence for a person.
struct Misunderstood {
    std::string title;
    std::string detail;
};

std::int64_t number(const Request& request, std::string_view name, std::int64_t otherwise) {
    const auto text = request.parameter(name);
    if (text.empty()) return otherwise;
    std::int64_t value = 0;
    const auto* end = text.data() + text.size();
    if (const auto read = std::from_chars(text.data(), end, value);
        read.ec != std::errc{} || read.ptr != end)
        throw Misunderstood{fmt::format("\"{}\" is no number", text), ""};
    return value;
}

std::optional<UtcTime> instant(const Request& request, std::string_view name) {
    const auto text = request.parameter(name);
    if (text.empty()) return std::nullopt;
    const auto time = parse_iso8601(text);
    if (!time)
        throw Misunderstood{fmt::format("\"{}\" is no time", text),
                            "Say 2015-09-17 (its begin in UTC), 2015-09-17T14:30:00Z or "
                            "2015-09-17T15:30:00+01:00."};
    return time;
}

std::optional<Uuid> id(const Request& request, std::string_view name) {
    const auto text = request.parameter(name);
    if (text.empty()) return std::nullopt;
    const auto value = Uuid::parse(text);
    if (!value)
        throw Misunderstood{fmt::format("\"{}\" is no id", text),
                            "Ids look like 01924b5e-7c1a-7e3f-9a55-0c2f6f3b1d20."};
    return value;
}

house::AuditQuestion question_of(const Request& request) {
    return {.room = request.parameter("room"),
            .guest = request.parameter("guest"),
            .stay = request.parameter("stay"),
            .by = request.parameter("by"),
            .since = instant(request, "since"),
            .until = instant(request, "until"),
            .change = id(request, "change")};
}

json_lib::value text_of(const std::optional<Uuid>& value) {
    return value ? json_lib::value(value->to_string()) : json_lib::value(nullptr);
}

/// What is no object of fields, as in rows of older versions, stays a text.
json_lib::value fields_of(const std::string& text) {
    boost::system::error_code error;
    auto value = json_lib::parse(text, error);
    if (!error && value.is_object()) return value;
    return text.empty() ? json_lib::value(json_lib::object{}) : json_lib::value(text);
}

json_lib::object object_of(const journal::AuditMark& mark) {
    return {{"seq", mark.seq}, {"hash", journal::to_hex(mark.hash)}};
}

}  // namespace

json_lib::object audit_object(const house::AuditLine& line) {
    const auto& [seq, row, hash] = line.entry;
    return {{"seq", seq},
            {"at", to_iso8601(row.at)},
            {"actor", row.actor},
            {"device", row.device},
            {"change", text_of(row.change)},
            {"kind", row.kind},
            {"subject", row.subject.to_string()},
            {"subject_name", line.subject},
            {"about", text_of(row.about)},
            {"about_name", line.about},
            {"what", row.what},
            {"before", fields_of(row.before)},
            {"after", fields_of(row.after)},
            {"remote", fields_of(row.remote)},
            {"why", row.why},
            {"rule", row.rule},
            {"hash", hash ? json_lib::value(journal::to_hex(*hash)) : json_lib::value(nullptr)}};
}

Response AuditApi::rows(const Request& request) try {
    const auto before = number(request, "before", std::numeric_limits<std::int64_t>::max());
    const auto most =
        std::clamp<std::int64_t>(number(request, "limit", rows_a_page), 1, rows_a_page);
    const auto answer = view_.before(before, question_of(request), static_cast<std::size_t>(most));
    if (!answer.unknown.empty())
        throw Misunderstood{fmt::format("There is no {}", answer.unknown),
                            "Names are as in Mews, with upper and lower case for rooms."};
    json_lib::array rows;
    for (const auto& line : answer.lines) rows.push_back(audit_object(line));
    return json(json_lib::serialize(json_lib::object{
        {"next", answer.next ? json_lib::value(*answer.next) : json_lib::value(nullptr)},
        {"rows", std::move(rows)}}));
} catch (const Misunderstood& what) {
    return problem(404, what.title, what.detail);
}

Response AuditApi::check(const Request& request) try {
    const auto hash = journal::hash_of_hex(request.parameter("hash"));
    const auto check =
        audit_.check({number(request, "after", 0), hash.value_or(journal::Hash{})}, rows_a_check);
    return json(json_lib::serialize(json_lib::object{{"reached", object_of(check.reached)},
                                                     {"end", object_of(check.end)},
                                                     {"rows", check.rows},
                                                     {"unchained", check.unchained},
                                                     {"done", check.done},
                                                     {"fault", check.fault}}));
} catch (const Misunderstood& what) {
    return problem(404, what.title, what.detail);
}

}  // namespace stayd::http
