#include <string_view>

#include "mews/connector.hpp"
#include "mews/json.hpp"

namespace stayd::mews {
namespace {

using json::Value;
using Kind = EventHint::Kind;

/// An id that cannot be read is none: the hint that something happened is still worth having.
/// False when the type is no text.
bool read_event(json::Object& event, std::vector<EventHint>& hints) {
    std::optional<Uuid> id;
    auto kind = Kind::other;
    std::string scratch;
    const bool read = json::each_member(event, [&](std::string_view name, Value& value) {
        const auto token = json::token_of(value);
        if (name == "Id") id = json::id_of(token);
        if (name != "Type" || token == "null") return true;
        const auto type = json::text_of(token, scratch);
        if (type == "Reservation") kind = Kind::reservation;
        if (type == "Resource") kind = Kind::resource;
        return type.has_value();
    });
    hints.push_back(id ? EventHint{kind, *id} : EventHint{});
    return read;
}

}  // namespace

Result<std::vector<EventHint>> parse_events(std::string_view frame) {
    json::Document document{std::string{frame}};
    auto root = document.root();
    if (!root) return failure(Errc::malformed, "events: the frame is no JSON object");
    std::vector<EventHint> hints;
    bool has_events = false;
    const bool read = json::each_member(*root, [&](std::string_view name, Value& value) {
        if (name != "Events") return true;
        json::Array events;
        has_events = !value.get_array().get(events);
        return has_events && json::each_element(events, [&](Value& element) {
                   json::Object event;
                   return !element.get_object().get(event) && read_event(event, hints);
               });
    });
    if (!read || !has_events) return failure(Errc::malformed, "events: Events cannot be read");
    return hints;
}

}  // namespace stayd::mews
