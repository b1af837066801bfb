#include "tests/architecture/picture.hpp"

#include <sstream>
#include <stdexcept>

namespace stayd::architecture {

namespace {

std::vector<std::string> words(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> result;
    for (std::string word; stream >> word;) result.push_back(word);
    return result;
}

std::string trimmed(const std::string& text) {
    const auto begin = text.find_first_not_of(" \t");
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// The lines between "```arrows" and "```".
std::vector<std::string> block_lines(std::string_view markdown) {
    std::istringstream stream{std::string(markdown)};
    std::vector<std::string> lines;
    bool inside = false;
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with("```")) {
            if (inside) return lines;
            inside = line == "```arrows";
        } else if (inside && !trimmed(line).empty()) {
            lines.push_back(trimmed(line));
        }
    }
    throw std::runtime_error("ARCHITECTURE.md has no complete block \"arrows\"");
}

void read_reservation(const std::string& line, Picture& picture) {
    const auto colon = line.find(':');
    const auto who = words(line.substr(5, colon == std::string::npos ? colon : colon - 5));
    const auto what = colon == std::string::npos ? "" : trimmed(line.substr(colon + 1));
    const bool header = what.size() > 2 && what.front() == '<' && what.back() == '>';
    const bool text = what.size() > 2 && what.front() == '"' && what.back() == '"';
    if (who.empty() || (!header && !text)) throw std::runtime_error("cannot read: " + line);
    Reserved reserved{what.substr(1, what.size() - 2), {who.begin(), who.end()}, {}};
    if (reserved.prefix.starts_with('"')) reserved.pattern = reserved.prefix;
    (header ? picture.reserved_headers : picture.reserved_texts).push_back(std::move(reserved));
}

using Arrows = std::map<std::string, std::set<std::string>>;

void read_arrow(const std::string& line, Arrows& arrows, Picture& picture) {
    const auto arrow = line.find("->");
    if (arrow == std::string::npos) throw std::runtime_error("cannot read: " + line);
    const auto from = words(line.substr(0, arrow));
    const auto to = words(line.substr(arrow + 2));
    if (from.empty() || to.empty()) throw std::runtime_error("cannot read: " + line);
    for (const auto& source : from) {
        arrows[source];
        for (const auto& target : to) {
            if (target.find('/') != std::string::npos) {
                picture.headers[source].insert(target);
            } else {
                arrows[source].insert(target);
                arrows[target];
            }
        }
    }
}

void collect(const Arrows& arrows, const std::string& module, std::set<std::string>& reached) {
    for (const auto& next : arrows.at(module)) {
        if (reached.insert(next).second) collect(arrows, next, reached);
    }
}

}  // namespace

bool Picture::may_include(const std::string& from, const std::string& module,
                          const std::string& header) const {
    if (from == module) return true;
    const auto reached = reach.find(from);
    if (reached != reach.end() && reached->second.contains(module)) return true;
    const auto single = headers.find(from);
    return single != headers.end() && single->second.contains(header);
}

Picture read_picture(std::string_view markdown) {
    Picture picture;
    Arrows arrows;
    for (const auto& line : block_lines(markdown)) {
        if (line.starts_with("only ")) {
            read_reservation(line, picture);
        } else {
            read_arrow(line, arrows, picture);
        }
    }
    for (const auto& [module, direct] : arrows) {
        collect(arrows, module, picture.reach[module]);
        if (picture.reach[module].contains(module)) {
            throw std::runtime_error("the arrows go round in a circle at " + module);
        }
    }
    return picture;
}

}  // namespace stayd::architecture
