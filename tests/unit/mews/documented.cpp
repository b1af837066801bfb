#include "documented.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "base/time.hpp"
#include "base/uuid.hpp"

namespace stayd::mews {
namespace {

namespace json = boost::json;

struct Documentation {
    std::map<std::string, std::vector<Field>> lists;
    std::map<std::string, std::vector<Field>> objects;
};

Field parse_field(const std::string& line) {
    std::istringstream words{line};
    Field field;
    words >> field.name >> field.type;
    const auto take = [&](const std::string& end) {
        const bool has = field.type.ends_with(end);
        if (has) field.type.resize(field.type.size() - end.size());
        return has;
    };
    field.may_be_null = take("?");
    field.is_list = take("[]");
    for (std::string word; words >> word;) field.words.push_back(word);
    return field;
}

Documentation read_documentation() {
    Documentation all;
    std::vector<Field>* now = nullptr;
    std::ifstream file{std::string{STAYD_TEST_DATA} + "/mews/fields.txt"};
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("list ")) {
            now = &all.lists[line.substr(5)];
        } else if (line.starts_with("object ")) {
            now = &all.objects[line.substr(7)];
        } else if (line.starts_with("  ")) {
            now->push_back(parse_field(line));
        }
    }
    return all;
}

const Documentation& documentation() {
    static const auto all = read_documentation();
    return all;
}

void add_objects(std::vector<Field>& fields) {
    for (Field& field : fields) {
        const auto found = documentation().objects.find(field.type);
        if (found == documentation().objects.end()) continue;
        field.fields = found->second;
        add_objects(field.fields);
    }
}

void add_places(const std::vector<Field>& fields, const Path& above, std::vector<Place>& places) {
    for (const Field& field : fields) {
        Path path = above;
        path.push_back(field.name);
        places.push_back({path, field});
        add_places(field.fields, path, places);
    }
}

/// Makes values that are all unlike each other.
struct Maker {
    int made = 0;

    json::value one(const Field& field) {
        ++made;
        const auto& type = field.type;
        const auto text = [](const std::string& said) { return json::value(said); };
        if (type == "id")
            return text(fmt::format("{:08X}-1a2b-4C3d-8e4f-0123456789ab", made * 7919));
        if (type == "string") return text(fmt::format("{} {}", field.name, made));
        if (type == "bool") return made % 2 == 0;
        if (type == "int") return made;
        if (type == "number") return made + 0.25;
        if (type == "datetime")
            return text(to_iso8601(UtcTime{std::chrono::hours{400'000 + made}}));
        if (type == "date") return text(fmt::format("{}-02-28", 1900 + made));
        if (type == "duration") return text(fmt::format("P0Y0M{}DT15H0M0S", made));
        if (type == "localized")
            return {{"de-DE", fmt::format("auf deutsch {}", made)},
                    {"en-GB", fmt::format("in English {}", made)}};
        if (type == "enum") return text(field.words.at(0));
        if (type == "numbers") return {{"Visa", 1.5}, {"Amex", made}};
        if (type == "any") return {{"Anything", made}};
        return object(field.fields);
    }
    json::object object(const std::vector<Field>& fields) {
        json::object row;
        for (const Field& field : fields) {
            const bool all_words = field.is_list && field.type == "enum";
            json::array list;
            for (const auto& word : field.words) list.emplace_back(word);
            if (!all_words) list = {one(field), one(field)};
            row[field.name] = field.is_list ? json::value(list) : list.at(0);
        }
        return row;
    }
};

}  // namespace

std::vector<std::string> documented_lists() {
    std::vector<std::string> names;
    for (const auto& [name, fields] : documentation().lists) names.push_back(name);
    return names;
}

std::vector<Field> documented_fields(const std::string& list) {
    auto fields = documentation().lists.at(list);
    add_objects(fields);
    return fields;
}

std::vector<Place> all_places(const std::vector<Field>& fields) {
    std::vector<Place> places;
    add_places(fields, {}, places);
    return places;
}

std::string to_text(const Path& path) {
    return fmt::format("{}", fmt::join(path, "."));
}

json::object& parent_of(json::object& row, const Path& path) {
    json::object* parent = &row;
    for (std::size_t depth = 0; depth + 1 < path.size(); ++depth) {
        json::value& inner = parent->at(path[depth]);
        parent = &(inner.is_array() ? inner.as_array().at(0) : inner).as_object();
    }
    return *parent;
}

json::object full_row(const std::vector<Field>& fields) {
    return Maker{}.object(fields);
}

bool is_of_type(const Field& field, const json::value& value) {
    if (field.type == "any") return true;
    if (field.is_list) {
        Field element = field;
        element.is_list = false;
        const auto* list = value.if_array();
        return list && std::ranges::all_of(
                           *list, [&](const auto& one) { return is_of_type(element, one); });
    }
    if (field.type == "bool") return value.is_bool();
    if (field.type == "int") return value.is_int64();
    if (field.type == "number") return value.is_number();
    if (field.type == "localized" || field.type == "numbers" || !field.fields.empty())
        return value.is_object();
    const auto* text = value.if_string();
    if (field.type == "id") return text && Uuid::parse(*text);
    if (field.type == "datetime") return text && parse_iso8601(*text);
    if (field.type == "duration") return text && parse_iso8601_duration(*text);
    return text != nullptr;
}

}  // namespace stayd::mews
