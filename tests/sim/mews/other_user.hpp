#pragma once

#include <span>

#include "tests/sim/mews/control.hpp"

/// What the two files of the other user's acts share.
namespace stayd::sim {

struct Act {
    Pms& pms;
    Parameters& parameters;
    Stamp stamp;

    Hotel& hotel() { return pms.hotel(); }
    Desk& desk() { return pms.desk(); }

    /// The rows whose id or plain name the member gives: a room's, a reservation's or a guest's
    /// number.
    Resource& room();
    Reservation& stay();
    Customer& guest();
};

/// An act by its "kind"; it gives the id of what it touched.
struct ActKind {
    std::string_view name;
    Uuid (*act)(Act&);
};

/// On the lists without behaviour, on charges and on blocks.
std::span<const ActKind> record_acts();

[[noreturn]] void refuse_act(std::string message);

}  // namespace stayd::sim
