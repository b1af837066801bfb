#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stayd::journal {

/// What a change says, by field, in the order of the names: texts of people and words of the PMS as
/// they are, ids and instants as texts (`Uuid::to_string`, ISO 8601 in UTC). Without a value the
/// field is cleared. Stored as a flat JSON object.
class Fields {
  public:
    using Value = std::optional<std::string>;
    using Field = std::pair<std::string, Value>;

    Fields() = default;
    Fields(std::initializer_list<Field> fields);

    /// What is no flat object of texts and nulls gives no fields: nothing else is ever written.
    static Fields from_json(std::string_view json);
    std::string to_json() const;

    void set(std::string_view name, Value value);
    bool has(std::string_view name) const { return find(name) != nullptr; }
    /// The value; nullopt when there is no such field or it is to be cleared.
    Value get(std::string_view name) const;
    std::string text(std::string_view name) const { return get(name).value_or(""); }

    bool empty() const { return fields_.empty(); }
    std::size_t size() const { return fields_.size(); }
    auto begin() const { return fields_.begin(); }
    auto end() const { return fields_.end(); }
    bool operator==(const Fields&) const = default;

  private:
    const Field* find(std::string_view name) const;
    std::vector<Field> fields_;
};

}  // namespace stayd::journal
