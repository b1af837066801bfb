#pragma once

#include <string>
#include <string_view>

#include "tests/sim/mews/split_mix.hpp"

namespace stayd::sim {

/// A person nobody is: drawn from common names of the country.
struct GuestName {
    std::string title;  ///< "Mister", "Misses" or empty
    std::string sex;    ///< "Male", "Female" or empty
    std::string first_name;
    std::string last_name;
    std::string second_last_name;
};

/// What a booking's country says of a guest.
struct Origin {
    std::string nationality;  ///< two letters; empty when unknown
    std::string language;     ///< e.g. "pt-PT"
};

/// `country` is the data's three letters. "CN" there stands beside "CHN" and no "CAN" occurs: it is
/// read as Canada.
Origin origin_of(std::string_view country);
/// In the country's own letters. Some come without a first name, a few are companies' placeholders
/// or very long.
GuestName guest_of(std::string_view country, SplitMix& random);

}  // namespace stayd::sim
