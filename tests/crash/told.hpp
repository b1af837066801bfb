#pragma once

#include <string>

#include "tests/crash/box.hpp"

namespace stayd::crash {

/// All rows there are, without counts that grow with every start: of one input they are all there
/// or all absent.
struct Told {
    std::string kept;  ///< what cannot be read from the PMS again: that is in the journal's files
    std::string read;  ///< what can, and what is shown
    bool operator==(const Told&) const = default;
};
Told told(Box& box);

/// What must be the same at the end of the scenario, whatever happened on the way.
std::string told_at_the_end(Box& box);

/// The first line in which two texts differ.
std::string difference(const std::string& one, const std::string& other);

}  // namespace stayd::crash
