#pragma once

#include <boost/json.hpp>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"

namespace stayd::sim {

namespace json = boost::json;

/// Thrown where an operation says no, caught once where the answer is made: an API's refusal ends
/// everything the call did.
struct Refused {
    int status = 400;
    std::string message;
};

/// 400 "Invalid <Parameter>."
[[noreturn]] void refuse_parameter(std::string_view name);

struct Interval {
    UtcTime start;
    UtcTime end;

    /// Half-open; an interval of no length means that instant.
    bool contains(UtcTime time) const {
        return start == end ? time == start : start <= time && time < end;
    }
    /// Any overlap with the closed span from `first` to `last`.
    bool collides(UtcTime first, UtcTime last) const {
        return last >= start && (start == end ? first <= end : first < end);
    }
};

/// The instant a calendar month count later; the day is cut to the month's last one (30 November +
/// 3 = 28 February).
UtcTime add_months(UtcTime time, int months);

/// What `upd<T>` asks for where it is sent: the value, or without one that the field be cleared.
template <class T>
struct Update {
    std::optional<T> value{};
};

constexpr std::size_t any_length = std::numeric_limits<std::size_t>::max();

/// One JSON object of a request, read strictly: what is missing or ill-typed is refused by name,
/// what nobody asked for is a fault of the client. `null` counts as left out. The object must
/// outlive it.
class Parameters {
  public:
    Parameters(const json::object& object, std::vector<std::string>& faults, std::string where = {})
        : object_(&object), faults_(&faults), where_(std::move(where)) {}

    bool has(std::string_view name);
    /// Refuses more than `most` characters.
    std::optional<std::string> text(std::string_view name, std::size_t most = any_length);
    /// As `text`, one of `allowed`.
    std::optional<std::string> word(std::string_view name,
                                    std::span<const std::string_view> allowed);
    std::optional<bool> flag(std::string_view name);
    std::optional<std::int64_t> integer(std::string_view name);
    std::optional<double> number(std::string_view name);
    std::optional<Uuid> id(std::string_view name);
    std::optional<UtcTime> instant(std::string_view name);
    /// Refuses more than `limit` elements and none at all.
    std::optional<std::vector<Uuid>> ids(std::string_view name, std::size_t limit);
    std::optional<std::vector<std::string>> texts(std::string_view name, std::size_t limit);
    /// As `texts`, each of them one of `allowed`.
    std::optional<std::vector<std::string>> words(std::string_view name,
                                                  std::span<const std::string_view> allowed);
    /// Refuses an end before the start and, unless `months` is 0, more than so many calendar
    /// months.
    std::optional<Interval> interval(std::string_view name, int months);
    std::optional<Parameters> object(std::string_view name);
    std::optional<std::vector<Parameters>> objects(std::string_view name, std::size_t limit);

    /// `upd<T>`, the way single fields are changed: nullopt when the field is left alone.
    std::optional<Update<std::string>> updated_text(std::string_view name,
                                                    std::size_t most = any_length);
    std::optional<Update<bool>> updated_flag(std::string_view name);
    std::optional<Update<Uuid>> updated_id(std::string_view name);
    std::optional<Update<UtcTime>> updated_instant(std::string_view name);

    /// Notes every member nobody asked for. Called when the operation has read what it knows.
    void note_unknown();
    void note(std::string fault) { faults_->push_back(where_ + std::move(fault)); }

  private:
    template <class Read>
    auto updated(std::string_view name, Read read);
    [[noreturn]] void refuse(std::string_view name) const;
    const json::value* find(std::string_view name);
    const json::array* array(std::string_view name, std::size_t limit);

    const json::object* object_;
    std::vector<std::string>* faults_;
    std::string where_;  ///< "Limitation." and the like, empty at the top
    std::string field_;  ///< of an `upd<T>`: what a bad `Value` is refused as
    std::set<std::string, std::less<>> known_;
};

/// The value, or 400 with the parameter's name.
template <class T>
T required(std::optional<T> value, std::string_view name) {
    if (!value) refuse_parameter(name);
    return std::move(*value);
}

/// Of a field that cannot be cleared: what it is set to, nullopt when it is left alone.
template <class T>
std::optional<T> never_cleared(std::optional<Update<T>> update, std::string_view name) {
    if (!update) return std::nullopt;
    return required(std::move(update->value), name);
}

}  // namespace stayd::sim
