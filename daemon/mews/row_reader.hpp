#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mews/connector.hpp"
#include "mews/json.hpp"
#include "mews/row_members.hpp"

namespace stayd::mews {

/// Appends rows of one list to a page, each by the columns of its entry. What no column holds whole
/// goes into `rest` as it came, so that nothing the PMS says is lost, whether we know it or not.
/// Nothing but an id is demanded of a row. Card numbers are masked everywhere.
class RowReader {
  public:
    /// `page`, `language` (the enterprise's, of localized texts) and the answer that the rows stand
    /// in outlive the reader.
    RowReader(ListPage& page, std::string_view language);
    /// False when the JSON is broken.
    bool read(json::Value row);

  private:
    /// How a value fits its column. What does not fit whole is kept in `rest`.
    enum class Fit : std::uint8_t { whole, lossy, odd };
    /// A member that some row before had.
    struct Known {
        std::string_view key;  ///< as it came, up to the closing quote
        std::string kept_as;   ///< in `rest`: `,"Name":`
        const Member* member = nullptr;
        std::string_view name() const {
            return std::string_view{kept_as}.substr(2, kept_as.size() - 4);
        }
    };

    bool read_members(json::Object& row);
    const Known* known(const char* key);
    const Known* learn(std::string_view key);
    bool read_member(const Known& known, json::Value& value);
    Fit set_inside(const Member& member, json::Object& object);
    Fit set_value(const Member& member, json::Value& value);
    Fit set_scalar(const Member& member, std::string_view token);
    Fit set_object(const Member& member, json::Object& object);
    Fit set_list(const Member& member, json::Array& list);
    Fit set_id(const Member& member, std::string_view token);
    Fit set_text(const Member& member, std::string_view token);
    Fit set_time(const Member& member, std::string_view token);
    Fit set_duration(const Member& member, std::string_view token);
    Fit set_localized(const Member& member, json::Object& texts);
    Fit set_words(const Member& member, json::Array& words);
    Fit set_persons(const Member& member, json::Array& counts);
    void note_odd(const Member& member);
    void end_row();
    std::string oddity_of(const Member& member) const;
    void leave_out(std::string_view why);
    void describe(std::string_view says);

    const model::ListEntry& entry_;
    ListPage& page_;
    std::string_view language_;
    const std::vector<Member>& members_;
    std::optional<std::size_t> active_column_;
    std::vector<Known> known_;
    std::size_t next_ = 0;  ///< in `known_`: what probably comes next
    Known spare_;
    // Of the row that is being read.
    std::string rest_;
    std::optional<Uuid> id_;
    std::string_view id_says_;
    bool activity_is_odd_ = false;
    const Member* first_odd_ = nullptr;
    // Space that rows share.
    std::string text_;
    std::string masked_;
    std::string words_;
};

}  // namespace stayd::mews
