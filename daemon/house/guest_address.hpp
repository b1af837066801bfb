#pragma once

#include <optional>

#include "journal/journal.hpp"

/// The one address of a guest that counts, though the PMS keeps as many as somebody has entered.
namespace stayd::house {

struct GuestAddress {
    std::optional<Uuid>
        id{};  ///< the PMS's, or of the change that makes it; nullopt: there is none
    journal::Fields fields{};  ///< all of `address_fields`
};

/// The PMS's: the profile's own, else the one that changed last; nullopt when none is in force.
std::optional<Uuid> address_in_pms(storage::Database& database, const Uuid& guest);

/// As staff see it: what they wrote last, until the PMS's list has been read with it, else the
/// PMS's.
GuestAddress address_of(storage::Database& database, const Uuid& guest);

/// The row that came of adding one: what is equal to it in each field, is nobody else's, and was
/// not deleted before it was sent. The PMS's rows carry no key of ours (sync.md C5).
std::optional<Uuid> address_created(storage::Database& database, const journal::Change& change);

}  // namespace stayd::house
