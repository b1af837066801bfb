#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "journal/journal.hpp"
#include "mirror/mirror.hpp"

/// What the mirror says about the things that changes are about, in the words of `journal::Fields`.
namespace stayd::house {

/// Fields staff may change, by the PMS's names of their lists.
/// What was written at a time may stand in the PMS as a little earlier: it writes whole seconds,
/// and our clock is known to a few.
inline constexpr Duration sent_within{5'000};

std::span<const std::string_view> guest_fields();
std::span<const std::string_view> company_fields();
std::span<const std::string_view> address_fields();
std::span<const std::string_view> document_fields();

/// What the PMS has of the fields that `wanted` names; nullopt when the thing is not there.
std::optional<journal::Fields> fields_in_pms(mirror::Mirror& mirror, journal::Kind kind,
                                             const Uuid& subject, const journal::Fields& wanted);
/// When the PMS's row last changed; epoch 0 where its list does not say.
UtcTime updated_in_pms(mirror::Mirror& mirror, model::List list, const Uuid& subject);

/// The row that came of a create: by its mark or our key, else the oldest one with everything that
/// was sent, not older than the sending and nobody else's.
std::optional<Uuid> created_in_pms(storage::Database& database, const journal::Change& change);

/// The PMS's id of a thing that a change of ours may have created under its own id.
Uuid pms_id_of(journal::Journal& journal, const Uuid& subject);

/// The guest a profile was merged into, else itself.
Uuid surviving_guest(storage::Database& database, const Uuid& guest);

/// The latest check-in or check-out of a stay in the room (sync.md R30).
std::optional<UtcTime> last_turnover(storage::Database& database, const Uuid& room);

}  // namespace stayd::house
