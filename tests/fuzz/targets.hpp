#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

/// Every reader of bytes that come from the PMS, as a function of any bytes: none of them may
/// crash, hang, read past the end, or let a card's number through.
namespace stayd::fuzz {

using Bytes = std::string_view;

struct Target {
    std::string_view name;  ///< also of its folder in corpus/
    void (*run)(Bytes input);
};

/// The first byte of a page's input chooses the list.
std::span<const Target> targets();

}  // namespace stayd::fuzz
