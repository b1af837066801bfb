#include "tests/sim/mews/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stayd::sim {
namespace {

using std::chrono::floor;

std::string to_text(const json::string& text) {
    return {text.data(), text.size()};
}

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char byte) { return (byte & 0xc0) != 0x80; }));
}

/// `YYYY-MM-DDThh:mm:ssZ`, the one form the documentation names.
bool is_documented_form(std::string_view text) {
    return text.size() == 20 && text.back() == 'Z';
}

}  // namespace

void refuse_parameter(std::string_view name) {
    throw Refused{400, fmt::format("Invalid {}.", name)};
}

UtcTime add_months(UtcTime time, int months) {
    const auto day = floor<std::chrono::days>(time);
    std::chrono::year_month_day date{day};
    date += std::chrono::months{months};
    if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
    return std::chrono::sys_days{date} + (time - day);
}

const json::value* Parameters::find(std::string_view name) {
    known_.emplace(name);
    const auto* value = object_->if_contains(name);
    return value == nullptr || value->is_null() ? nullptr : value;
}

bool Parameters::has(std::string_view name) {
    return find(name) != nullptr;
}

std::optional<std::string> Parameters::text(std::string_view name, std::size_t most) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string()) refuse(name);
    auto text = to_text(value->get_string());
    if (characters(text) > most) refuse(name);
    return text;
}

std::optional<std::string> Parameters::word(std::string_view name,
                                            std::span<const std::string_view> allowed) {
    auto word = text(name);
    if (word && std::ranges::find(allowed, *word) == allowed.end()) refuse(name);
    return word;
}

std::optional<bool> Parameters::flag(std::string_view name) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_bool()) refuse(name);
    return value->get_bool();
}

std::optional<std::int64_t> Parameters::integer(std::string_view name) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_int64()) refuse(name);
    return value->get_int64();
}

std::optional<double> Parameters::number(std::string_view name) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_number()) refuse(name);
    return value->to_number<double>();
}

std::optional<Uuid> Parameters::id(std::string_view name) {
    const auto word = text(name);
    if (!word) return std::nullopt;
    const auto id = Uuid::parse(*word);
    if (!id) refuse(name);
    return id;
}

std::optional<UtcTime> Parameters::instant(std::string_view name) {
    const auto word = text(name);
    if (!word) return std::nullopt;
    const auto time = parse_iso8601(*word);
    if (!time) refuse(name);
    if (!is_documented_form(*word))
        note(fmt::format("{} is not written as YYYY-MM-DDThh:mm:ssZ", name));
    return floor<std::chrono::seconds>(*time);
}

const json::array* Parameters::array(std::string_view name, std::size_t limit) {
    const auto* value = find(name);
    if (value == nullptr) return nullptr;
    if (!value->is_array()) refuse(name);
    const auto& array = value->get_array();
    if (array.empty() || array.size() > limit) refuse(name);
    return &array;
}

std::optional<std::vector<std::string>> Parameters::texts(std::string_view name,
                                                          std::size_t limit) {
    const auto* elements = array(name, limit);
    if (elements == nullptr) return std::nullopt;
    std::vector<std::string> texts;
    texts.reserve(elements->size());
    for (const auto& element : *elements) {
        if (!element.is_string()) refuse(name);
        texts.push_back(to_text(element.get_string()));
    }
    return texts;
}

std::optional<std::vector<Uuid>> Parameters::ids(std::string_view name, std::size_t limit) {
    const auto words = texts(name, limit);
    if (!words) return std::nullopt;
    std::vector<Uuid> ids;
    ids.reserve(words->size());
    for (const auto& word : *words) ids.push_back(required(Uuid::parse(word), name));
    return ids;
}

std::optional<std::vector<std::string>> Parameters::words(
    std::string_view name, std::span<const std::string_view> allowed) {
    auto words = texts(name, 1000);
    if (!words) return std::nullopt;
    for (const auto& word : *words) {
        if (std::ranges::find(allowed, word) == allowed.end()) refuse(name);
    }
    return words;
}

std::optional<Interval> Parameters::interval(std::string_view name, int months) {
    auto members = object(name);
    if (!members) return std::nullopt;
    const Interval interval{required(members->instant("StartUtc"), name),
                            required(members->instant("EndUtc"), name)};
    members->note_unknown();
    if (interval.end < interval.start) refuse(name);
    if (months != 0 && interval.end > add_months(interval.start, months)) refuse(name);
    return interval;
}

std::optional<Parameters> Parameters::object(std::string_view name) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_object()) refuse(name);
    return Parameters{value->get_object(), *faults_, fmt::format("{}{}.", where_, name)};
}

std::optional<std::vector<Parameters>> Parameters::objects(std::string_view name,
                                                           std::size_t limit) {
    const auto* elements = array(name, limit);
    if (elements == nullptr) return std::nullopt;
    std::vector<Parameters> objects;
    for (const auto& element : *elements) {
        if (!element.is_object()) refuse(name);
        objects.emplace_back(element.get_object(), *faults_, fmt::format("{}{}[].", where_, name));
    }
    return objects;
}

/// `read` reads the `Value` out of the object.
template <class Read>
auto Parameters::updated(std::string_view name, Read read) {
    using Value = decltype(read(*this))::value_type;
    auto change = object(name);
    if (!change) return std::optional<Update<Value>>{};
    change->field_ = name;
    std::optional update{Update<Value>{read(*change)}};
    change->note_unknown();
    return update;
}

std::optional<Update<std::string>> Parameters::updated_text(std::string_view name,
                                                            std::size_t most) {
    return updated(name, [most](Parameters& change) { return change.text("Value", most); });
}
std::optional<Update<bool>> Parameters::updated_flag(std::string_view name) {
    return updated(name, [](Parameters& change) { return change.flag("Value"); });
}
std::optional<Update<Uuid>> Parameters::updated_id(std::string_view name) {
    return updated(name, [](Parameters& change) { return change.id("Value"); });
}
std::optional<Update<UtcTime>> Parameters::updated_instant(std::string_view name) {
    return updated(name, [](Parameters& change) { return change.instant("Value"); });
}

void Parameters::refuse(std::string_view name) const {
    refuse_parameter(field_.empty() ? name : field_);
}

void Parameters::note_unknown() {
    for (const auto& member : *object_) {
        const std::string_view name{member.key().data(), member.key().size()};
        if (!known_.contains(name)) note(fmt::format("{} is no parameter here", name));
    }
}

}  // namespace stayd::sim
