#pragma once

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/uuid.hpp"

/// Reading JSON with simdjson on demand. Only for the sources of this folder: simdjson is heavy.
/// It tells where values begin and end; what stands there is checked here.
namespace stayd::mews::json {

using Value = simdjson::ondemand::value;
using Object = simdjson::ondemand::object;
using Array = simdjson::ondemand::array;

/// A body being read. simdjson keeps pointers into it and into itself, so it stays where it is.
class Document {
  public:
    explicit Document(std::string body);
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    /// The body as one object; nullopt when it is none.
    std::optional<Object> root();
    /// Whether nothing stands behind the value that was read to its end.
    bool at_end() { return document_.current_location().error() == simdjson::OUT_OF_BOUNDS; }

  private:
    std::string body_;
    simdjson::ondemand::document document_;
};

/// The bytes of a scalar as they came, or the bracket that opens a list or an object. Does not
/// consume the value.
inline std::string_view token_of(Value& value) {
    std::string_view token = value.raw_json_token();
    while (token.size() > 1 && static_cast<unsigned char>(token.back()) <= ' ')
        token.remove_suffix(1);
    return token;
}

inline bool is_text(std::string_view token) {
    return token.size() >= 2 && token.front() == '"' && token.back() == '"';
}
inline bool is_object(std::string_view token) {
    return token.front() == '{';
}
inline bool is_list(std::string_view token) {
    return token.front() == '[';
}

/// The text of a token that is one, in `scratch` if it has escapes; nullopt for any other.
std::optional<std::string_view> text_of(std::string_view token, std::string& scratch);
std::optional<Uuid> id_of(std::string_view token);

/// Calls `use(name, value)` for every member; false when the JSON is broken or `use` gave false.
template <class Use>
bool each_member(Object& object, Use use) {
    for (auto item : object) {
        simdjson::ondemand::field member;
        std::string_view name;
        if (std::move(item).get(member) || member.unescaped_key().get(name)) return false;
        if (!use(name, member.value())) return false;
    }
    return true;
}

/// Calls `use(value)` for every element; false when the JSON is broken or `use` gave false.
template <class Use>
bool each_element(Array& array, Use use) {
    for (auto item : array) {
        Value value;
        if (std::move(item).get(value) || !use(value)) return false;
    }
    return true;
}

/// Appends values as they came, without white space, and without card numbers in their texts.
/// `member` names what holds the value. False when the JSON is broken or nested beyond reason.
bool append_value(std::string& json, Value& value, std::string_view member);
bool append_scalar(std::string& json, std::string_view token, std::string_view member);
bool append_object(std::string& json, Object& object);
bool append_list(std::string& json, Array& list, std::string_view member);

}  // namespace stayd::mews::json
