#include "mews/json.hpp"

#include "mews/card_numbers.hpp"
#include "mews/json_text.hpp"
#include "mews/scalars.hpp"

namespace stayd::mews::json {
namespace {

/// The PMS nests five or six deep.
constexpr int deepest = 64;

bool append_text(std::string& json, std::string_view inner, std::string_view member) {
    std::string masked;
    const auto escapes = escapes_of(inner);
    if (escapes == Escapes::broken) return false;
    if (escapes != Escapes::code_points) {
        // No digit, blank or dash hides behind these escapes, and none of them can be masked away.
        json += '"';
        json += without_cards(inner, member, masked);
        json += '"';
        return true;
    }
    std::string text;
    if (!unescape(inner, text)) return false;
    append_quoted(json, without_cards(text, member, masked));
    return true;
}

bool append(std::string& json, Value& value, std::string_view member, int depth);

bool append(std::string& json, Object& object, int depth) {
    json += '{';
    bool first = true;
    for (auto item : object) {
        simdjson::ondemand::field field;
        std::string_view name;
        if (std::move(item).get(field) || field.unescaped_key().get(name)) return false;
        if (!std::exchange(first, false)) json += ',';
        std::string masked;
        append_quoted(json, without_cards(name, "", masked));
        json += ':';
        if (!append(json, field.value(), name, depth)) return false;
    }
    json += '}';
    return true;
}

bool append(std::string& json, Array& list, std::string_view member, int depth) {
    json += '[';
    bool first = true;
    for (auto item : list) {
        Value value;
        if (std::move(item).get(value)) return false;
        if (!std::exchange(first, false)) json += ',';
        if (!append(json, value, member, depth)) return false;
    }
    json += ']';
    return true;
}

bool append(std::string& json, Value& value, std::string_view member, int depth) {
    if (depth == 0) return false;
    const auto token = token_of(value);
    if (is_object(token)) {
        Object object;
        return !value.get_object().get(object) && append(json, object, depth - 1);
    }
    if (is_list(token)) {
        Array list;
        return !value.get_array().get(list) && append(json, list, member, depth - 1);
    }
    return append_scalar(json, token, member);
}

}  // namespace

Document::Document(std::string body) : body_(std::move(body)) {
    body_.reserve(body_.size() + simdjson::SIMDJSON_PADDING);
}

std::optional<Object> Document::root() {
    // Its memory is kept from page to page: taking it anew costs more than reading. One document is
    // read at a time.
    static thread_local simdjson::ondemand::parser parser;
    const simdjson::padded_string_view view{body_.data(), body_.size(), body_.capacity()};
    Object object;
    if (parser.iterate(view).get(document_) || document_.get_object().get(object))
        return std::nullopt;
    return object;
}

std::optional<std::string_view> text_of(std::string_view token, std::string& scratch) {
    if (!is_text(token)) return std::nullopt;
    const auto inner = token.substr(1, token.size() - 2);
    if (inner.find('\\') == std::string_view::npos) return inner;
    if (!unescape(inner, scratch)) return std::nullopt;
    return scratch;
}

std::optional<Uuid> id_of(std::string_view token) {
    if (!is_text(token)) return std::nullopt;
    return Uuid::parse(token.substr(1, token.size() - 2));
}

bool append_scalar(std::string& json, std::string_view token, std::string_view member) {
    if (is_text(token)) return append_text(json, token.substr(1, token.size() - 2), member);
    const bool is_word = token == "true" || token == "false" || token == "null";
    if (!is_word && !is_number(token)) return false;
    json += token;
    return true;
}

bool append_value(std::string& json, Value& value, std::string_view member) {
    return append(json, value, member, deepest);
}

bool append_object(std::string& json, Object& object) {
    return append(json, object, deepest);
}

bool append_list(std::string& json, Array& list, std::string_view member) {
    return append(json, list, member, deepest);
}

}  // namespace stayd::mews::json
