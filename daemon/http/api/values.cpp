#include "http/api/values.hpp"

#include <fmt/format.h>

#include <charconv>

namespace stayd::http {

boost::json::value maybe(const std::optional<UtcTime>& time) {
    return time ? boost::json::value(to_iso8601(*time)) : boost::json::value(nullptr);
}

boost::json::value maybe(const std::optional<Uuid>& id) {
    return id ? boost::json::value(id->to_string()) : boost::json::value(nullptr);
}

std::optional<std::string> said(const Question& question, std::string_view name) {
    auto text = question.text(name);
    return text.empty() ? std::nullopt : std::optional{std::move(text)};
}

namespace {

Problem no_place() {
    return {.title = "Wrong value",
            .detail = "after is no place in this list; take it from \"next\" of a page."};
}

}  // namespace

std::int64_t number_in(const std::string& text) {
    std::int64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end) throw no_place();
    return number;
}

Uuid uuid_in(const std::string& text) {
    const auto id = Uuid::parse(text);
    if (!id) throw no_place();
    return *id;
}

Uuid id_of(const Question& question, std::string_view what) {
    const auto id = Uuid::parse(question.id());
    if (!id)
        throw Problem{.status = 404,
                      .title = fmt::format("No such {}", what),
                      .detail = fmt::format("\"{}\" is no id; ids look like "
                                            "01924b5e-7c1a-7e3f-9a55-0c2f6f3b1d20.",
                                            question.id())};
    return *id;
}

Page::Page(const Question& question, storage::Statement& rows)
    : question_(question), statement_(rows) {
    statement_.bind(":most", question.limit() + 1);
}

bool Page::step() {
    if (!statement_.step()) return false;
    if (seen_++ < question_.limit()) return true;
    there_is_more_ = true;
    return false;
}

boost::json::object Page::take(std::string_view name) {
    return {{name, std::move(rows_)},
            {"next", there_is_more_ ? boost::json::value(question_.next(place_))
                                    : boost::json::value(nullptr)}};
}

}  // namespace stayd::http
