#pragma once

#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// What ARCHITECTURE.md draws, read from its fenced block "arrows".
namespace stayd::architecture {

/// A header, or a text in the source, that only some modules may use.
struct Reserved {
    std::string prefix;             ///< of an included path, or the text itself
    std::set<std::string> modules;  ///< who may
    std::regex pattern;             ///< of a text that is a literal: the prefix, quotes included
};

struct Picture {
    /// For each module all it may include: where its arrows lead, directly or by further arrows.
    std::map<std::string, std::set<std::string>> reach;
    /// For each module single headers it may include besides.
    std::map<std::string, std::set<std::string>> headers;
    std::vector<Reserved> reserved_headers;
    std::vector<Reserved> reserved_texts;

    bool knows(const std::string& module) const { return reach.contains(module); }
    bool may_include(const std::string& from, const std::string& module,
                     const std::string& header) const;
};

/// Reads the block. Each line is one of
///   a b -> c d            both a and b may include c and d, and all that these may include
///   a -> folder/file.hpp  a may include this one header
///   only a b: <prefix>    headers whose path begins so are for a and b alone
///   only a b: "text"      so is this text in a source file; in quotes of its own it is a pattern
///   for a whole literal
/// Throws std::runtime_error that names the line, for a line it cannot read, an unknown form or
/// arrows in a circle.
Picture read_picture(std::string_view markdown);

}  // namespace stayd::architecture
