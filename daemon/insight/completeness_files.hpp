#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/book.hpp"
#include "rules/rule.hpp"

/// What a complete profile has, and what the law of a market asks for, as data
/// (hotel-domain.md 1.2, 1.3). The files say what their keys mean: completeness/*.toml.
namespace stayd::insight {

enum class Role : std::uint8_t { lead, adult, minor, booker };
inline constexpr std::array<std::string_view, 4> role_words{"lead", "adult", "minor", "booker"};

enum class Tier : std::uint8_t { legal, operational, commercial };
inline constexpr std::array<std::string_view, 3> tier_words{"legal", "operational", "commercial"};

/// Until when a field can be asked for in good time.
enum class Until : std::uint8_t { arrival, departure };

struct Field {
    std::string id;
    std::string name;
    std::optional<Tier> tier{};    ///< where the market does not require it
    bool always = true;            ///< false: only where the market requires it
    std::array<int, 4> weights{};  ///< by role
    std::optional<int> unasked{};  ///< instead, where the market does not require it
    rules::Expression applies{.sql = "1"};
    rules::Expression quality{};
    rules::Expression holds{};  ///< empty: never forbidden
    std::optional<Until>
        until{};  ///< left out: the departure for commercial fields, else the arrival
    std::string fix;
    std::vector<std::string> who{};
    rules::Place place{};

    int weight(Role role, bool required) const {
        const auto own = weights[static_cast<std::size_t>(role)];
        return required || own == 0 ? own : unasked.value_or(own);
    }
};

enum class Scope : std::uint8_t { all, foreign, lead };
enum class Deadline : std::uint8_t {
    none,
    hours_after_arrival,
    working_days_after_arrival,
    working_days_after_departure,
    same_day
};

struct Market {
    std::string code;
    std::string name;
    bool enabled = false;
    std::string valid_from;  ///< "YYYY-MM-DD"; empty: since ever
    std::string valid_to;    ///< the last day; empty: without end
    std::string source_note;
    std::string reviewed_on;
    std::string confirmed_by;
    std::string confirmed_on;
    std::string confidence;
    std::optional<Scope> scope{};
    bool all_persons = false;
    std::string home;
    std::vector<std::string> exempt{};
    int min_age = 0;
    std::optional<int> signature_age{};
    std::vector<std::string> fields{};
    std::vector<std::string> foreign_only{};
    std::map<std::string, rules::Expression> only{};
    std::map<std::string, rules::Expression> quality{};
    std::vector<std::string> forbidden{};
    std::vector<std::string> not_on_form{};
    bool forbidden_copies = false;
    Deadline report = Deadline::none;
    int report_amount = 0;
    std::optional<int> retention_months{};
    std::vector<std::string> guest_type_codes{};
    rules::Place place{};

    bool requires_field(std::string_view id) const;
};

struct Catalogue {
    std::vector<Field> fields{};  ///< in the order of the file
    std::vector<Market> markets{};
    std::vector<std::string> mistakes{};  ///< "fields.toml:14:9: field F03.quality: …"

    const Field* field(std::string_view id) const;
    const Market* market(std::string_view code) const;
};

/// Reads files of `[[field]]` and `[[market]]`; a later file changes what an earlier one says of
/// the same id or code, key by key. What has a mistake stays as it was before.
Catalogue read_catalogue(std::span<const rules::Source> sources);

/// Whose law is asked, and when.
struct MarketChoice {
    std::string date;       ///< "YYYY-MM-DD": of two, the market that is valid then
    std::string told{};     ///< by the configuration: a code; empty: it says nothing
    std::string country{};  ///< of the hotel, as the PMS has it; empty: not known
};
/// The market that was told, else the one a file turns on, else the hotel's country, each only
/// while it is valid; else GENERIC. Null when that is missing too.
const Market* market_for(const Catalogue& catalogue, const MarketChoice& choice);

/// The codes of the markets that are shipped.
std::vector<std::string> known_markets();
/// completeness/*.toml, as they are shipped.
std::span<const rules::Source> shipped_completeness();
/// These and, over them, those of `files` that have fields or markets: files of rules may.
std::vector<rules::Source> completeness_with(std::span<const rules::Source> files);

}  // namespace stayd::insight
