#include "mews/answers.hpp"

#include <fmt/format.h>

#include "mews/availability.hpp"
#include "mews/card_numbers.hpp"
#include "mews/json.hpp"
#include "mews/row_reader.hpp"
#include "mews/write_requests.hpp"

namespace stayd::mews {
namespace {

using json::Value;
using model::List;

constexpr std::string_view no_json = "the answer is no JSON object";

std::unexpected<Error> malformed(std::string_view what, std::string_view says) {
    return failure(Errc::malformed, fmt::format("{}: {}", what, says));
}

/// Calls `use(name, value)` for every member of a body, until it says what is wrong. Empty when
/// nothing is.
template <class Use>
std::string read_body(std::string body, Use use) {
    json::Document document{std::move(body)};
    auto root = document.root();
    if (!root) return std::string{no_json};
    std::string wrong;
    const bool read = json::each_member(*root, [&](std::string_view name, Value& value) {
        wrong = use(name, value);
        return wrong.empty();
    });
    if (read && document.at_end()) return {};
    return wrong.empty() ? std::string{no_json} : wrong;
}

/// Reads the collection. Null means no rows (connector-api.md: "Resource[] or null").
std::string read_rows(RowReader& reader, std::string_view collection, Value& value) {
    const auto token = json::token_of(value);
    if (token == "null") return {};
    json::Array rows;
    if (!json::is_list(token) || value.get_array().get(rows))
        return fmt::format("{} is not a list", collection);
    const bool read = json::each_element(rows, [&](Value& row) { return reader.read(row); });
    return read ? std::string{} : fmt::format("{} is broken JSON", collection);
}

std::string read_cursor(std::optional<std::string>& cursor, Value& value) {
    std::string scratch;
    const auto token = json::token_of(value);
    const auto text = json::text_of(token, scratch);
    if (!text && token != "null") return "Cursor is not a text";
    cursor.reset();
    if (text) cursor.emplace(*text);
    return {};
}

/// The id that stands where a JSON pointer leads to; an empty one leads to the value itself.
std::optional<Uuid> id_inside(Value& value, std::string_view pointer) {
    if (pointer.empty()) return json::id_of(json::token_of(value));
    Value inner;
    if (value.at_pointer(pointer).get(inner)) return std::nullopt;
    return json::id_of(json::token_of(inner));
}

/// A member's text; empty where it is none.
std::string text_or_empty(Value& value) {
    std::string scratch;
    return std::string{json::text_of(json::token_of(value), scratch).value_or("")};
}

}  // namespace

Result<Configuration> read_configuration(std::string body) {
    Configuration configuration;
    ListPage page{.rows = model::Rows{List::configuration}};
    std::optional<UtcTime> now;
    RowReader reader{page, ""};
    const auto wrong = read_body(std::move(body), [&](std::string_view name, Value& value) {
        if (name == "NowUtc") now = parse_iso8601(text_or_empty(value));
        const bool is_row = name == page.rows.entry().collection;
        return is_row && !reader.read(value) ? "Enterprise is broken JSON" : "";
    });
    if (!wrong.empty()) return malformed("configuration", wrong);
    if (!now) return malformed("configuration", "NowUtc is not an instant");
    if (page.rows.size() != 1) return malformed("configuration", "Enterprise cannot be read");
    configuration.now_utc = *now;
    configuration.rows = std::move(page.rows);
    return configuration;
}

ListPage empty_page(List list) {
    return {.rows = model::Rows{list}};
}

Result<ListPage> read_page(const ListRequest& request, std::string body,
                           std::string_view language) {
    ListPage page = empty_page(request.list);
    const auto& entry = page.rows.entry();
    if (request.list == List::availability)
        return read_availability(request.parents.at(0), std::move(body));
    page.rows.reserve(static_cast<std::size_t>(request.count), body.size());
    RowReader reader{page, language};
    bool has_rows = false;
    bool has_cursor = false;
    const auto wrong = read_body(std::move(body), [&](std::string_view name, Value& value) {
        if (name == "Cursor") {
            has_cursor = true;
            return read_cursor(page.cursor, value);
        }
        if (name != entry.collection) return std::string{};
        has_rows = true;
        return read_rows(reader, entry.collection, value);
    });
    if (!wrong.empty()) return malformed(entry.name, wrong);
    if (!has_rows) return malformed(entry.name, fmt::format("{} is missing", entry.collection));
    if (!has_cursor && page.row_count > 0) return malformed(entry.name, "Cursor is missing");
    return page;
}

model::Rows read_document(List list, std::string_view document, std::string_view language) {
    ListPage page = empty_page(list);
    RowReader reader{page, language};
    read_body(fmt::format("{{\"Row\":{}}}", document), [&](std::string_view, Value& row) {
        return reader.read(row) ? std::string{} : "broken JSON";
    });
    return std::move(page.rows);
}

Result<Receipt> read_receipt(const Write& write, std::string body) {
    const auto created = created_id(write);
    Receipt receipt;
    bool created_none = created.member.empty();
    const auto wrong = read_body(std::move(body), [&](std::string_view name, Value& value) {
        if (created.member.empty() || name != created.member) return "";
        created_none = created.member_may_be_null && json::token_of(value) == "null";
        receipt.created_id = id_inside(value, created.inside);
        return "";
    });
    if (!wrong.empty()) return malformed(operation(write), wrong);
    if (receipt.created_id || created_none) return receipt;
    return malformed(operation(write),
                     fmt::format("{}{} is not an id", created.member, created.inside));
}

ErrorBody read_error_body(std::string body) {
    ErrorBody error;
    const auto wrong = read_body(std::move(body), [&](std::string_view name, Value& value) {
        std::string masked;
        if (name == "Message") error.message = without_cards(text_or_empty(value), "", masked);
        if (name == "RequestId") error.request_id = text_or_empty(value);
        return "";
    });
    if (!wrong.empty()) return {};
    return error;
}

}  // namespace stayd::mews
