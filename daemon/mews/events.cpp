#include <string_view>

#include "mews/connector.hpp"
#include "mews/json_fields.hpp"

namespace stayd::mews {
namespace {

using namespace json;

struct Event {
    std::string type;
    std::optional<Uuid> id;
};

/// An id that cannot be read is none: the hint that something happened is still worth having.
Outcome read_id(Value value, Event& event, Language) {
    if (read(value, event.id)) event.id.reset();
    return {};
}

constexpr Field<Event> event_fields[] = {
    optional<&Event::type>("Type"),
    {"Id", Need::optional, read_id},
};

struct Message {
    std::vector<Event> events;
};

Outcome read_events(Value value, Message& message, Language language) {
    return read_objects<Event>(value, event_fields, message.events, language);
}

constexpr Field<Message> message_fields[] = {
    {"Events", Need::required, read_events},
};

EventHint hint_of(const Event& event) {
    if (!event.id) return {};
    if (event.type == "Reservation") return {EventHint::Kind::reservation, *event.id};
    if (event.type == "Resource") return {EventHint::Kind::resource, *event.id};
    return {EventHint::Kind::other, *event.id};
}

}  // namespace

Result<std::vector<EventHint>> parse_events(std::string_view frame) {
    const simdjson::padded_string padded{frame};
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::object root;
    if (parser.iterate(padded).get(document) || document.get_object().get(root)) {
        return failure(Errc::malformed, "events: the frame is no JSON object");
    }
    Message message;
    if (const auto fault = read_members<Message>(root, message_fields, message, Language{})) {
        return failure(Errc::malformed, "events: " + fault->field + " " + fault->says);
    }
    std::vector<EventHint> hints;
    for (const Event& event : message.events) hints.push_back(hint_of(event));
    return hints;
}

}  // namespace stayd::mews
