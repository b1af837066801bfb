#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/time.hpp"

namespace stayd::model {

/// The PMS's lists we follow, in the order they are first read: what a name needs before what it
/// names, today's business before money and history.
enum class List : std::uint8_t {
    configuration,
    enterprises,
    services,
    resources,
    resource_categories,
    resource_category_assignments,
    departments,
    age_categories,
    reservations,
    companionships,
    customers,
    tasks,
    service_order_notes,
    resource_blocks,
    companies,
    account_notes,
    reservation_groups,
    availability,
    identity_documents,
    addresses,
    customer_relationships,
    order_items,
    payments,
    bills,
    payment_requests,
    product_service_orders,
    products,
    product_categories,
    accounting_categories,
    resource_features,
    resource_feature_assignments,
    rates,
    rate_groups,
    business_segments,
    sources,
    source_assignments,
    outlets,
    message_threads,
    messages,
    loyalty_programs,
    loyalty_tiers,
    loyalty_memberships,
};
inline constexpr std::size_t list_count = static_cast<std::size_t>(List::loyalty_memberships) + 1;

/// The member that tells a row from others, but for lists with a `key`.
inline constexpr std::string_view id_member = "Id";

/// How a member of the PMS's row lands in a column. Null, missing and ill-typed members give NULL.
enum class ColumnType : std::uint8_t {
    id,         ///< GUID → BLOB, 16 bytes
    text,       ///< text, words of enumerations, dates; an integer as its digits
    localized,  ///< text in the enterprise's default language, else in any
    words,   ///< list of texts, with blanks between and around: LIKE '% Word %' finds a whole one
    flag,    ///< boolean → 0, 1
    active,  ///< as flag; missing is 1
    integer,
    money,     ///< decimal number → millionths, exact
    time,      ///< instant → milliseconds since 1970, UTC
    duration,  ///< ISO 8601 duration → milliseconds
    persons,   ///< list of {AgeCategoryId, Count} → the sum of counts
};

struct Column {
    std::string_view name;  ///< in SQL; the unit comes last
    std::string_view
        member;  ///< of the PMS's row; dots lead into objects: "Data.Value.FloorNumber"
    ColumnType type;
    std::string_view or_else{};  ///< the (deprecated) member that is read when `member` gives NULL
};

/// Whose ids a list is asked by.
enum class Parents : std::uint8_t {
    none,
    services,
    bookable_services,
    additional_services,
    resource_categories,
    resource_features,
    loyalty_programs,
    message_threads,
    reservation_groups,
    stays,     ///< reservations we follow
    orders,    ///< stays, and product service orders linked to them
    guests,    ///< owners and companions of stays
    accounts,  ///< customers and companies we hold
};

/// Kinds of which a hotel has few: all of them are asked by at once, and no filter by time could
/// spare that.
bool are_few(Parents kind);

/// How the whole scope of a list is read before its first delta (sync.md R33a).
enum class First : std::uint8_t {
    whole,    ///< no filter by time; by the ids of all parents where the PMS demands them
    days,     ///< windows of CollidingUtc, today first
    back,     ///< windows of UpdatedUtc, newest first
    wanted,   ///< by the list's own ids: those that mirrored rows name and the mirror lacks
    parents,  ///< by the ids of its parents: those near today, then all
    near,     ///< by the ids of its parents near today only
    created,  ///< windows of CreatedUtc, newest first
};

/// How it is followed from then on.
enum class Then : std::uint8_t {
    updates,  ///< UpdatedUtc since the watermark
    near,  ///< again by the ids of parents near today: it has no filter by time, or hides deletions
    created,         ///< CreatedUtc since the watermark: rows never change
    created_closed,  ///< CreatedUtc and ClosedUtc since the watermark, open ones by id (tasks)
    whole,           ///< the whole answer again
};

/// How a deletion shows (connector-api.md, "Sync matrix").
enum class Deletion : std::uint8_t {
    never,
    flagged,  ///< the row says so: IsActive, a state
    hidden,   ///< the row stops appearing: only a complete read of its parent or of the list shows
              ///< it
    apart,    ///< only ActivityStates ["Deleted"] gives the row, and the row does not say it
};

/// The filter without which the PMS refuses to answer.
enum class MustFilter : std::uint8_t { none, parents, ids_or_parents, any };

/// A member that a request always carries.
struct ExtraMember {
    std::string_view name;  ///< empty: no further member
    std::string_view json;
};

/// One list, entire: how it is asked for, how its rows are read, where they land, how it is
/// followed. A new list is one enumerator and one entry.
struct ListEntry {
    List list;
    std::string_view name;        ///< for people: "reservations"
    std::string_view table;       ///< in the mirror
    std::string_view path;        ///< below /api/connector/v1/
    std::string_view collection;  ///< the member of the answer that holds the rows
    // Filters
    std::string_view ids{};  ///< by the list's own ids; empty: none
    int most_ids = 1000;
    Parents parents = Parents::none;
    std::string_view parent_ids{};     ///< the filter by the parents' ids
    std::string_view parent_column{};  ///< the column that holds the parent's id
    int most_parents = 1000;
    bool updated = true;  ///< has the filter UpdatedUtc
    bool created = false;
    bool closed = false;
    bool colliding = false;
    Duration longest_window{};  ///< of a filter by time
    MustFilter must = MustFilter::none;
    std::array<ExtraMember, 2> extras{};
    // Following
    First first = First::whole;
    Then then = Then::updates;
    Duration pace{};  ///< from one read to the next; the two that events hint at go faster
    Deletion deletion = Deletion::flagged;
    bool beta = false;  ///< the PMS may refuse the operation to our token
    // Landing
    std::span<const Column> columns;
    std::array<std::string_view, 8> indexes{};  ///< the columns of each, between commas
    /// The column that names what the row is shown with: when it moves, the one it left is shown
    /// anew too.
    std::string_view shown_with{};
    /// The columns that make the row's id, for rows without `Id`.
    std::span<const std::string_view> key{};

    /// The place of a column by its SQL name. A name that is none is a broken invariant.
    std::size_t column(std::string_view sql_name) const;
    bool has_column(std::string_view sql_name) const;
};

const ListEntry& entry(List list);
/// All of them, in the order of `List`.
std::span<const ListEntry> lists();
/// By the name for people; nullptr when there is none.
const ListEntry* find_list(std::string_view name);
std::string_view to_text(List list);

}  // namespace stayd::model
