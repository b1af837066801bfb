#include "journal/fields.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace stayd::journal {

namespace json = boost::json;

Fields::Fields(std::initializer_list<Field> fields) {
    for (const auto& [name, value] : fields) set(name, value);
}

Fields Fields::from_json(std::string_view text) {
    boost::system::error_code error;
    const auto parsed = json::parse(text, error);
    Fields fields;
    if (error || !parsed.is_object()) return fields;
    for (const auto& [name, value] : parsed.get_object()) {
        if (value.is_string()) {
            fields.set(name, std::string{value.get_string()});
        } else if (value.is_null()) {
            fields.set(name, std::nullopt);
        }
    }
    return fields;
}

std::string Fields::to_json() const {
    json::object object;
    for (const auto& [name, value] : fields_) {
        object.emplace(name, value ? json::value(*value) : json::value());
    }
    return json::serialize(object);
}

void Fields::set(std::string_view name, Value value) {
    const auto at = std::ranges::lower_bound(fields_, name, {}, &Field::first);
    if (at != fields_.end() && at->first == name) {
        at->second = std::move(value);
    } else {
        fields_.insert(at, {std::string{name}, std::move(value)});
    }
}

Fields::Value Fields::get(std::string_view name) const {
    const auto* found = find(name);
    return found == nullptr ? std::nullopt : found->second;
}

const Fields::Field* Fields::find(std::string_view name) const {
    const auto at = std::ranges::lower_bound(fields_, name, {}, &Field::first);
    return at != fields_.end() && at->first == name ? &*at : nullptr;
}

}  // namespace stayd::journal
