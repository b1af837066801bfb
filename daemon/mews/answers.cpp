#include "mews/answers.hpp"

#include <fmt/format.h>

#include "mews/list_table.hpp"
#include "mews/requests.hpp"
#include "mews/rows.hpp"

namespace stayd::mews {
namespace {

using namespace json;

constexpr const char* no_json = "the answer is no JSON object";

std::unexpected<Error> malformed(std::string_view what, const Fault& fault) {
    const std::string_view space = fault.field.empty() ? "" : " ";
    return failure(Errc::malformed,
                   fmt::format("{}: {}{}{}", what, fault.field, space, fault.says));
}

/// A body being read. simdjson keeps pointers into it and into itself, so it stays where it is.
class Document {
  public:
    explicit Document(std::string body) : body_(std::move(body)) {
        body_.reserve(body_.size() + simdjson::SIMDJSON_PADDING);
    }
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    /// The body as one object; nullopt when it is none.
    std::optional<simdjson::ondemand::object> root() {
        const simdjson::padded_string_view view{body_.data(), body_.size(), body_.capacity()};
        simdjson::ondemand::object object;
        if (parser_.iterate(view).get(document_) || document_.get_object().get(object))
            return std::nullopt;
        return object;
    }
    /// Whether nothing stands behind the value that was read to its end.
    bool at_end() { return document_.current_location().error() == simdjson::OUT_OF_BOUNDS; }

  private:
    std::string body_;
    simdjson::ondemand::parser parser_;
    simdjson::ondemand::document document_;
};

template <class Row>
std::string row_name(List list, std::size_t index, const Row& row) {
    if (row.id.is_nil()) return fmt::format("{}: row {}", to_text(list), index);
    return fmt::format("{}: {}", to_text(list), row.id.to_string());
}

/// Reads the collection. Null means no rows (connector-api.md: "Resource[] or null").
template <class Row>
Result<std::vector<Row>> read_rows(List list, Value value, Language language) {
    std::vector<Row> rows;
    bool null = false;
    simdjson::ondemand::array array;
    const std::string collection{shape_of(list).collection};
    if (value.is_null().get(null)) return malformed(to_text(list), {collection, "is broken JSON"});
    if (null) return rows;
    if (value.get_array().get(array))
        return malformed(to_text(list), {collection, "is not a list"});
    for (auto item : array) {
        Value element;
        if (std::move(item).get(element))
            return malformed(to_text(list), {collection, "is broken JSON"});
        Row row{};
        if (const auto fault = read_object<Row>(element, fields_of(row), row, language)) {
            return malformed(row_name(list, rows.size(), row), *fault);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

/// Reads a body that is one object with these fields.
template <class Row>
Result<Row> read_body(std::string_view what, std::string body, std::span<const Field<Row>> fields) {
    Document document{std::move(body)};
    const auto root = document.root();
    if (!root) return malformed(what, {"", no_json});
    Row row{};
    if (const auto fault = read_members<Row>(*root, fields, row, Language{}))
        return malformed(what, *fault);
    if (!document.at_end()) return malformed(what, {"", no_json});
    return row;
}

template <class Row>
Result<ListPage> read_page_of(List list, std::string body, Language language) {
    Document document{std::move(body)};
    const auto root = document.root();
    if (!root) return malformed(to_text(list), {"", no_json});
    std::optional<std::vector<Row>> rows;
    std::optional<std::string> cursor;
    bool has_cursor = false;
    for (auto item : simdjson::ondemand::object{*root}) {
        simdjson::ondemand::field member;
        std::string_view key;
        if (std::move(item).get(member) || member.unescaped_key().get(key)) {
            return malformed(to_text(list), {"", no_json});
        }
        if (key == shape_of(list).collection) {
            auto read_now = read_rows<Row>(list, member.value(), language);
            if (!read_now) return std::unexpected(std::move(read_now.error()));
            rows = std::move(*read_now);
        } else if (key == "Cursor") {
            bool null = false;
            has_cursor =
                !member.value().is_null().get(null) && (null || !read(member.value(), cursor));
            if (!has_cursor) return malformed(to_text(list), {"Cursor", "is not a text"});
        }
    }
    if (!document.at_end()) return malformed(to_text(list), {"", no_json});
    if (!rows)
        return malformed(to_text(list), {std::string{shape_of(list).collection}, "is missing"});
    if (!has_cursor && !rows->empty()) return malformed(to_text(list), {"Cursor", "is missing"});
    const std::size_t row_count = rows->size();
    return ListPage{.rows = std::move(*rows), .row_count = row_count, .cursor = std::move(cursor)};
}

/// Calls `use` with an empty row of the list's kind.
template <class Use>
auto with_row_type(List list, Use use) {
    switch (list) {
        case List::services:
            return use(model::Service{});
        case List::resources:
            return use(model::Resource{});
        case List::resource_categories:
            return use(model::ResourceCategory{});
        case List::resource_category_assignments:
            return use(model::ResourceCategoryAssignment{});
        case List::age_categories:
            return use(model::AgeCategory{});
        case List::departments:
            return use(model::Department{});
        case List::reservations:
            return use(model::Reservation{});
        case List::companionships:
            return use(model::Companionship{});
        case List::customers:
            return use(model::Customer{});
        case List::tasks:
            break;
    }
    return use(model::PmsTask{});
}

Outcome read_enterprise(Value value, Configuration& configuration, Language language) {
    model::Enterprise& enterprise = configuration.enterprise;
    return read_object<model::Enterprise>(value, fields_of(enterprise), enterprise, language);
}

constexpr Field<Configuration> configuration_fields[] = {
    required<&Configuration::now_utc>("NowUtc"),
    {"Enterprise", Need::required, read_enterprise},
};

constexpr Field<Receipt> created_task_fields[] = {
    {"TaskId", Need::required,
     [](Value value, Receipt& receipt, Language) {
         return read(value, receipt.created_id.emplace());
     }},
};

constexpr Field<ErrorBody> error_body_fields[] = {
    optional<&ErrorBody::message>("Message"),
    optional<&ErrorBody::request_id>("RequestId"),
};

}  // namespace

Result<Configuration> read_configuration(std::string body) {
    return read_body<Configuration>("configuration", std::move(body), configuration_fields);
}

ListPage empty_page(List list) {
    return with_row_type(list, []<class Row>(Row) {
        return ListPage{.rows = std::vector<Row>{}, .row_count = 0, .cursor = std::nullopt};
    });
}

Result<ListPage> read_page(List list, std::string body, std::string_view default_language) {
    return with_row_type(list, [&]<class Row>(Row) {
        return read_page_of<Row>(list, std::move(body), Language{default_language});
    });
}

Result<Receipt> read_receipt(const Write& write, std::string body) {
    const bool creates = std::holds_alternative<AddTask>(write);
    const std::span<const Field<Receipt>> all{created_task_fields};
    return read_body<Receipt>(operation(write), std::move(body), creates ? all : all.first(0));
}

ErrorBody read_error_body(std::string body) {
    const auto read_now = read_body<ErrorBody>("error", std::move(body), error_body_fields);
    if (!read_now) return {};
    return *read_now;
}

}  // namespace stayd::mews
