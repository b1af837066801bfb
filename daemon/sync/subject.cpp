#include "sync/subject.hpp"

#include "house/guest_address.hpp"
#include "house/pms_facts.hpp"

namespace stayd::sync {

using journal::Change;
using journal::Kind;

namespace {

/// Of one that was to be made first and came to be in another way, the guest's.
Uuid address_of(house::House& house, const Change& change) {
    const auto made = house.journal().find(change.subject);
    if (!made) return change.subject;
    if (made->pms_id) return *made->pms_id;
    const auto guest = house::surviving_guest(house.database(), *change.about);
    return house::address_in_pms(house.database(), guest).value_or(change.subject);
}

}  // namespace

Uuid subject_of(house::House& house, const Change& change) {
    if (change.kind == Kind::update_guest)
        return house::surviving_guest(house.database(), change.subject);
    if (change.kind == Kind::update_address) return address_of(house, change);
    return house::pms_id_of(house.journal(), change.subject);
}

}  // namespace stayd::sync
