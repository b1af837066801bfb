#include "tests/sim/mews/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stayd::sim {
namespace {

using std::chrono::floor;

std::string to_text(const json::string& text) {
    return {text.data(), text.size()};
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

std::optional<std::string> Parameters::text(std::string_view name) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string()) refuse_parameter(name);
    return to_text(value->get_string());
}

std::optional<bool> Parameters::flag(std::string_view name) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_bool()) refuse_parameter(name);
    return value->get_bool();
}

std::optional<std::int64_t> Parameters::integer(std::string_view name) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_int64()) refuse_parameter(name);
    return value->get_int64();
}

std::optional<Uuid> Parameters::id(std::string_view name) {
    const auto word = text(name);
    if (!word) return std::nullopt;
    return required(Uuid::parse(*word), name);
}

std::optional<UtcTime> Parameters::instant(std::string_view name) {
    const auto word = text(name);
    if (!word) return std::nullopt;
    const auto time = required(parse_iso8601(*word), name);
    if (!is_documented_form(*word))
        note(fmt::format("{} is not written as YYYY-MM-DDThh:mm:ssZ", name));
    return floor<std::chrono::seconds>(time);
}

const json::array* Parameters::array(std::string_view name, std::size_t limit) {
    const auto* value = find(name);
    if (value == nullptr) return nullptr;
    if (!value->is_array()) refuse_parameter(name);
    const auto& array = value->get_array();
    if (array.empty() || array.size() > limit) refuse_parameter(name);
    return &array;
}

std::optional<std::vector<std::string>> Parameters::texts(std::string_view name,
                                                          std::size_t limit) {
    const auto* elements = array(name, limit);
    if (elements == nullptr) return std::nullopt;
    std::vector<std::string> texts;
    texts.reserve(elements->size());
    for (const auto& element : *elements) {
        if (!element.is_string()) refuse_parameter(name);
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
        if (std::ranges::find(allowed, word) == allowed.end()) refuse_parameter(name);
    }
    return words;
}

std::optional<Interval> Parameters::interval(std::string_view name, int months) {
    auto members = object(name);
    if (!members) return std::nullopt;
    const Interval interval{required(members->instant("StartUtc"), name),
                            required(members->instant("EndUtc"), name)};
    members->note_unknown();
    if (interval.end < interval.start) refuse_parameter(name);
    if (months != 0 && interval.end > add_months(interval.start, months)) refuse_parameter(name);
    return interval;
}

std::optional<Parameters> Parameters::object(std::string_view name) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_object()) refuse_parameter(name);
    return Parameters{value->get_object(), *faults_, fmt::format("{}{}.", where_, name)};
}

std::optional<std::vector<Parameters>> Parameters::objects(std::string_view name,
                                                           std::size_t limit) {
    const auto* elements = array(name, limit);
    if (elements == nullptr) return std::nullopt;
    std::vector<Parameters> objects;
    for (const auto& element : *elements) {
        if (!element.is_object()) refuse_parameter(name);
        objects.emplace_back(element.get_object(), *faults_, fmt::format("{}{}[].", where_, name));
    }
    return objects;
}

std::optional<std::string> Parameters::changed_text(std::string_view name) {
    auto change = object(name);
    if (!change) return std::nullopt;
    auto value = change->text("Value");
    change->note_unknown();
    return required(std::move(value), name);
}

void Parameters::note_unknown() {
    for (const auto& member : *object_) {
        const std::string_view name{member.key().data(), member.key().size()};
        if (!known_.contains(name)) note(fmt::format("{} is no parameter here", name));
    }
}

}  // namespace stayd::sim
