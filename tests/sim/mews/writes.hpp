#pragma once

#include <algorithm>
#include <set>
#include <span>
#include <string_view>

#include "tests/sim/mews/desk.hpp"
#include "tests/sim/mews/render.hpp"

namespace stayd::sim {

struct Settings;

/// What a write may see and use. A refusal is thrown before anything has changed.
struct WriteContext {
    Hotel& hotel;
    Desk& desk;
    const Settings& settings;
    UtcTime now;
};

struct WriteOperation {
    std::string_view path;  ///< below /api/connector/v1/
    json::object (*apply)(Parameters& parameters, WriteContext context);
};

std::span<const WriteOperation> write_operations();

// --- Its parts, by noun, and what they share ---

std::span<const WriteOperation> stay_writes();
std::span<const WriteOperation> move_writes();
std::span<const WriteOperation> guest_writes();
std::span<const WriteOperation> company_writes();
std::span<const WriteOperation> address_writes();
std::span<const WriteOperation> document_writes();
std::span<const WriteOperation> note_writes();
std::span<const WriteOperation> sale_writes();

/// What is older can be changed by nobody: both editable history intervals of the enterprise.
constexpr std::chrono::days editable_history{7};

/// 403, with a text that is shown to staff.
[[noreturn]] void refuse_for_staff(std::string message);

/// 403 for a stay that has left or was canceled.
void check_open(const Reservation& stay);

/// The row that `parameter` names; 400 when there is none, or it is deleted.
template <class Row>
Row& existing(Table<Row>& table, const std::optional<Uuid>& id, std::string_view parameter) {
    auto* row = table.find(required(id, parameter));
    if (row == nullptr) refuse_parameter(parameter);
    if constexpr (requires { row->is_active; }) {
        if (!row->is_active) refuse_parameter(parameter);
    }
    return *row;
}

/// As `existing`, of an id that may be left out or cleared.
template <class Row>
void check_reference(Table<Row>& table, const std::optional<Uuid>& id, std::string_view parameter) {
    if (id) existing(table, id, parameter);
}
template <class Row>
void check_reference(Table<Row>& table, const std::optional<Update<Uuid>>& update,
                     std::string_view parameter) {
    if (update) check_reference(table, update->value, parameter);
}

/// A text that must be there and say something.
std::string needed_text(Parameters& parameters, std::string_view name,
                        std::size_t most = any_length);

/// The records `parameter`, the operation's only one, lists; 400 for one that is not there or is
/// named twice.
std::vector<Uuid> existing_ids(Records table, std::string_view parameter, std::size_t limit,
                               Parameters& parameters, WriteContext context);
/// Deletes all of them, or none.
json::object delete_records(Records table, std::string_view parameter, std::size_t limit,
                            Parameters& parameters, WriteContext context);

/// `{collection: [the rows as their list shows them]}`.
json::object show(Records table, std::string_view collection, const std::vector<Uuid>& ids,
                  WriteContext context);
/// Adds a row for each of `rows`, and shows them.
json::object add_all(Records table, std::string_view collection,
                     const std::vector<json::object>& rows, WriteContext context);
/// Changes the record each item names by `id_name`, with what `read` reads out of the item, and
/// shows them: all or none. 400 for one that is named twice.
json::object change_all(Records table, std::string_view collection, std::string_view id_name,
                        std::vector<Parameters>& items,
                        json::object (*read)(Parameters& item, const Record& record),
                        WriteContext context);

/// A customer or a company; 400 when it is neither, or deleted.
model::AccountType account_type(Hotel& hotel, const Uuid& id, std::string_view parameter);
/// What accounts/update says of a company: members of its list.
json::object read_company_account(Parameters& item, const Record& company, Hotel& hotel);
/// As `YYYY-MM-DD`; 400 for what is no date.
std::string checked_date(const std::string& text, std::string_view parameter);

}  // namespace stayd::sim
