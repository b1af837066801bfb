#include "http/api/tokens.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <sstream>

#include "base/log.hpp"
#include "storage/database.hpp"

namespace stayd::http {
namespace {

constexpr std::size_t longest_file = 1 << 20;
constexpr std::string_view words[] = {"desk", "manager", "it"};

std::optional<Tokens::Bearer> read_line(const std::string& line) {
    std::istringstream parts(line);
    std::string name;
    std::string role_word;
    std::string hex;
    std::string made_text;
    std::string more;
    parts >> name >> role_word >> hex >> made_text;
    const auto role = role_from(role_word);
    const auto hash = journal::hash_of_hex(hex);
    const auto made = parse_iso8601(made_text);
    if (!Tokens::is_name(name) || !role || !hash || !made || parts >> more) return std::nullopt;
    return Tokens::Bearer{.name = name, .role = *role, .made = *made, .hash = *hash};
}

/// Without a branch on what is compared.
bool is_same(const journal::Hash& left, const journal::Hash& right) {
    unsigned difference = 0;
    for (std::size_t at = 0; at < left.size(); ++at)
        difference |= static_cast<unsigned>(left[at] ^ right[at]);
    return difference == 0;
}

bool same_letter(unsigned char left, unsigned char right) {
    return std::tolower(left) == std::tolower(right);
}

}  // namespace

std::string_view to_word(Role role) {
    return words[static_cast<std::size_t>(role)];
}

std::optional<Role> role_from(std::string_view word) {
    for (const auto role : all_roles) {
        if (to_word(role) == word) return role;
    }
    return std::nullopt;
}

Tokens::Tokens(storage::Files& files, std::filesystem::path file, Random& random)
    : files_(files), file_(std::move(file)), random_(random) {
    std::istringstream lines;
    try {
        const auto there = files_.list(file_.parent_path());
        if (std::ranges::find(there, file_) == there.end()) return;
        lines.str(files_.open(file_)->read(0, longest_file));
    } catch (const storage::Failure& failure) {
        // Other programs wait; the hotel does not.
        log::error("no token opens anything: {}", failure.what());
        is_readable_ = false;
        return;
    }
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (auto bearer = read_line(line))
            bearers_.push_back(std::move(*bearer));
        else {
            log::error("{}:{}: this is no token; it opens nothing", file_.string(), number);
            unread_ += line + "\n";
        }
    }
}

std::optional<std::string> Tokens::add(const std::string& name, Role role, UtcTime now) {
    const auto is_of_name = [&](const Bearer& bearer) { return bearer.name == name; };
    if (!is_name(name) || std::ranges::any_of(bearers_, is_of_name)) return std::nullopt;
    std::string token = "stayd_";
    for (int part = 0; part < 4; ++part) token += fmt::format("{:016x}", random_.next());
    auto bearers = bearers_;
    bearers.push_back({.name = name, .role = role, .made = now, .hash = journal::sha256(token)});
    write(bearers);
    bearers_ = std::move(bearers);
    return token;
}

bool Tokens::remove(std::string_view name) {
    auto bearers = bearers_;
    if (std::erase_if(bearers, [&](const Bearer& bearer) { return bearer.name == name; }) == 0)
        return false;
    write(bearers);
    bearers_ = std::move(bearers);
    return true;
}

const Tokens::Bearer* Tokens::find(std::string_view token) const {
    const auto hash = journal::sha256(token);
    const Bearer* found = nullptr;
    for (const auto& bearer : bearers_) {
        if (is_same(bearer.hash, hash)) found = &bearer;
    }
    return found;
}

bool Tokens::is_name(std::string_view name) {
    const bool is_ours = std::ranges::equal(name, std::string_view{"stayd"}, same_letter) ||
                         std::ranges::equal(name, std::string_view{"mews"}, same_letter);
    return !is_ours && !name.empty() && name.size() <= 40 &&
           std::ranges::all_of(name, [](unsigned char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '-' || c == '_';
           });
}

/// The old file or the new one, whatever happens: the new one is on the disk before it takes the
/// old one's name.
void Tokens::write(const std::vector<Bearer>& bearers) {
    if (!is_readable_)
        throw storage::Failure(
            0, fmt::format("{} could not be read at the start, and is not written over",
                           file_.string()));
    auto text = unread_;
    for (const auto& bearer : bearers)
        text += fmt::format("{} {} {} {}\n", bearer.name, to_word(bearer.role),
                            journal::to_hex(bearer.hash), to_iso8601(bearer.made));
    auto beside = file_;
    beside += ".new";
    {
        const auto file = files_.open(beside);
        file->resize(0);
        file->write(0, text);
        file->sync();
    }
    files_.rename(beside, file_);
    files_.sync_folder(file_.parent_path());
}

}  // namespace stayd::http
