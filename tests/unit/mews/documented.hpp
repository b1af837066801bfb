#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

namespace stayd::mews {

/// One documented member of a row (tests/data/mews/fields.txt).
struct Field {
    std::string name;
    std::string type;  ///< "id", "string", "enum", …; an object's is its name
    bool is_list = false;
    bool may_be_null = false;
    std::vector<std::string> words{};  ///< of an enumeration
    std::vector<Field> fields{};       ///< of an object
};

/// The names of the lists, as enumerators of `model::List`.
std::vector<std::string> documented_lists();
std::vector<Field> documented_fields(const std::string& list);

/// The way to a member: the names of the members around it, then its own. Of a list its first
/// element is meant.
using Path = std::vector<std::string>;
struct Place {
    Path path;
    Field field;
};
/// Every member of these, and every one inside of them.
std::vector<Place> all_places(const std::vector<Field>& fields);
std::string to_text(const Path& path);  ///< "Data.Value.FloorNumber"
boost::json::object& parent_of(boost::json::object& row, const Path& path);

/// A row with a value of its type in every member, each unlike the others.
boost::json::object full_row(const std::vector<Field>& fields);
/// Whether a value is of the documented type; any word is one of an open enumeration.
bool is_of_type(const Field& field, const boost::json::value& value);

}  // namespace stayd::mews
