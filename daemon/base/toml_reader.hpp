#pragma once

#include <toml++/toml.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Reading a TOML document by tables of keys, so that every mistake in it is found and named in one
/// go. Only for sources.
namespace stayd {

/// Gathers mistakes: "stayd.toml:4:9: pms.address: expected …, found …".
class Mistakes {
  public:
    explicit Mistakes(std::string file) : file_(std::move(file)) {}

    void add(toml::source_position where, std::string_view key, std::string_view says);
    void expected(toml::source_position where, std::string_view key, std::string_view expected,
                  std::string_view found);
    /// In the order of the file.
    std::vector<std::string> lines() const;

  private:
    struct Mistake {
        toml::source_position where;
        std::string line;
    };
    std::string file_;
    std::vector<Mistake> mistakes_;
};

/// What stands there, for a person: `the text "abc"`, `5`, `a list`.
std::string describe(const toml::node& node);
/// Which of `known` was meant by `name`: `did you mean "address"?`, or all of them when none is
/// near.
std::string suggest(std::string_view name, std::span<const std::string_view> known);

enum class Presence { required, optional };

template <class Target>
struct Key {
    std::string_view name;
    Presence presence;
    std::string_view expected;                           ///< "a whole number from 1 to 3600"
    bool (*read)(const toml::node& node, Target& into);  ///< false: not what was expected
    bool secret = false;  ///< a text of any kind; what else stood there is not shown
};

/// Fills `into` from the table's keys; `path` names the table: "pms".
template <class Target>
void read_table(const toml::table& table, std::string_view path, std::span<const Key<Target>> keys,
                Target& into, Mistakes& mistakes) {
    const auto full_name = [&](std::string_view name) {
        return std::string{path} + "." + std::string{name};
    };
    std::vector<std::string_view> known;
    for (const auto& key : keys) {
        known.push_back(key.name);
        const toml::node* node = table.get(key.name);
        if (node == nullptr) {
            if (key.presence == Presence::optional) continue;
            mistakes.expected(table.source().begin, full_name(key.name), key.expected, "nothing");
        } else if (!key.read(*node, into)) {
            mistakes.expected(node->source().begin, full_name(key.name), key.expected,
                              key.secret ? "something that is no text" : describe(*node));
        }
    }
    for (const auto& [name, node] : table) {
        if (std::ranges::find(known, name.str()) != known.end()) continue;
        mistakes.add(name.source().begin, full_name(name.str()),
                     "unknown key; " + suggest(name.str(), known));
    }
}

}  // namespace stayd
