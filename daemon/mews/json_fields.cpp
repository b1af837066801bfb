#include "mews/json_fields.hpp"

#include <algorithm>
#include <limits>

#include "mews/json_text.hpp"

namespace stayd::mews::json {
namespace {

/// The token of a scalar without the white space behind it. Asking for it does not consume the
/// value.
std::string_view token_of(Value value) {
    std::string_view token = value.raw_json_token();
    token.remove_suffix(token.size() - (token.find_last_not_of(" \t\r\n") + 1));
    return token;
}

bool is_integer(std::string_view token) {
    if (token.starts_with('-')) token.remove_prefix(1);
    return !token.empty() &&
           std::ranges::all_of(token, [](char c) { return c >= '0' && c <= '9'; });
}

template <class Enum>
Outcome read_word(Value value, Enum& into, Enum (*meaning)(std::string_view)) {
    std::string_view word;
    if (value.get_string().get(word)) return Fault{"", "is not a word"};
    into = meaning(word);
    return {};
}

}  // namespace

Outcome read(Value value, std::string& into) {
    std::string_view text;
    const auto error = value.get_string().get(text);
    if (!error) {
        into = text;
        return {};
    }
    // simdjson refuses half a surrogate pair; one odd name must not cost the page.
    if (error == simdjson::STRING_ERROR) {
        if (auto mended = unescape(token_of(value))) {
            into = std::move(*mended);
            return {};
        }
    }
    return Fault{"", "is not a text"};
}

Outcome read(Value value, bool& into) {
    if (value.get_bool().get(into)) return Fault{"", "is not true or false"};
    return {};
}

Outcome read(Value value, int& into) {
    std::int64_t number = 0;
    const bool fits = !value.get_int64().get(number) && number >= std::numeric_limits<int>::min() &&
                      number <= std::numeric_limits<int>::max();
    if (!fits) return Fault{"", "is not a whole number"};
    into = static_cast<int>(number);
    return {};
}

Outcome read(Value value, Uuid& into) {
    std::string_view text;
    if (value.get_string().get(text)) return Fault{"", "is not an id"};
    const auto id = Uuid::parse(text);
    if (!id) return Fault{"", "is not an id"};
    into = *id;
    return {};
}

Outcome read(Value value, UtcTime& into) {
    std::string_view text;
    if (value.get_string().get(text)) return Fault{"", "is not an instant"};
    const auto time = parse_iso8601(text);
    if (!time) return Fault{"", "is not an instant"};
    into = *time;
    return {};
}

Outcome read(Value value, Duration& into) {
    std::string_view text;
    if (value.get_string().get(text)) return Fault{"", "is not a duration"};
    const auto duration = parse_iso8601_duration(text);
    if (!duration) return Fault{"", "is not a duration"};
    into = *duration;
    return {};
}

Outcome read(Value value, std::vector<std::string>& into) {
    into.clear();
    simdjson::ondemand::array array;
    if (value.get_array().get(array)) return Fault{"", "is not a list"};
    for (auto item : array) {
        Value element;
        if (std::move(item).get(element)) return Fault{"", "is broken JSON"};
        std::string text;
        if (read(element, text)) return Fault{"", "is not a list of texts"};
        into.push_back(std::move(text));
    }
    return {};
}

Outcome read(Value value, model::ResourceState& into) {
    return read_word(value, into, model::resource_state);
}
Outcome read(Value value, model::ReservationState& into) {
    return read_word(value, into, model::reservation_state);
}
Outcome read(Value value, model::AccountType& into) {
    return read_word(value, into, model::account_type);
}
Outcome read(Value value, model::AgeClassification& into) {
    return read_word(value, into, model::age_classification);
}

Outcome read_digits(Value value, std::string& into) {
    const std::string_view token = token_of(value);
    if (!is_integer(token)) return read(value, into);
    into = token;
    return {};
}

Outcome read_localized(Value value, std::string& into, Language language) {
    simdjson::ondemand::object object;
    if (value.get_object().get(object)) return Fault{"", "is not a localized text"};
    std::string wanted;
    std::string any;
    for (auto item : object) {
        simdjson::ondemand::field member;
        std::string_view key;
        if (std::move(item).get(member) || member.unescaped_key().get(key))
            return Fault{"", "is broken JSON"};
        const bool is_wanted = key == language.code;
        bool null = false;
        if (member.value().is_null().get(null)) return Fault{"", "is not a localized text"};
        if (null) continue;
        std::string text;
        if (read(member.value(), text)) return Fault{"", "is not a localized text"};
        if (is_wanted) {
            wanted = std::move(text);
        } else if (any.empty()) {
            any = std::move(text);
        }
    }
    if (!wanted.empty()) {
        into = std::move(wanted);
    } else if (!any.empty()) {
        into = std::move(any);
    }
    return {};
}

bool is_empty_text(Value value) {
    return token_of(value) == R"("")";
}

}  // namespace stayd::mews::json
