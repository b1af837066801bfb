#include "insight/completeness_files.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "insight/people/contacts.hpp"
#include "insight/shipped.hpp"
#include "rules/toml_parts.hpp"

namespace stayd::insight {
namespace {

using enum Presence;
using rules::place_of;
using rules::read;

constexpr int most_weight = 1000;

/// A field or market as it grows while its table is read.
template <class Thing>
struct Draft {
    Thing thing;
    std::string_view file;
};
using FieldDraft = Draft<Field>;
using MarketDraft = Draft<Market>;

bool read(const toml::node& node, int& into) {
    return read(node, most_weight, into);
}

bool read(const toml::node& node, std::optional<int>& into) {
    int number = 0;
    if (!read(node, number)) return false;
    into = number;
    return true;
}

bool read_date(const toml::node& node, std::string& into) {
    return read(node, into) && into.size() == 10 && parse_iso8601(into);
}

bool read_expressions(const toml::node& node, std::string_view file,
                      std::map<std::string, rules::Expression>& into) {
    const auto* table = node.as_table();
    if (table == nullptr) return false;
    return std::ranges::all_of(*table, [&](const auto& entry) {
        const auto& [name, expression] = entry;
        return read(expression, file, into[std::string{name.str()}]);
    });
}

/// One of the words, in the order of the enumeration from `First`.
template <class Enum, std::size_t Count>
bool read_word(const toml::node& node, const std::string_view (&words)[Count], Enum first,
               std::optional<Enum>& into) {
    const auto* found = std::ranges::find(words, node.value_or(std::string_view{}));
    if (found == std::end(words)) return false;
    into = static_cast<Enum>(static_cast<int>(first) + static_cast<int>(found - words));
    return true;
}

bool read_tier(const toml::node& node, FieldDraft& into) {
    static constexpr std::string_view words[] = {"L", "O", "C"};
    return read_word(node, words, Tier::legal, into.thing.tier);
}

bool read_until(const toml::node& node, FieldDraft& into) {
    static constexpr std::string_view words[] = {"arrival", "departure"};
    return read_word(node, words, Until::arrival, into.thing.until);
}

bool read_needed(const toml::node& node, FieldDraft& into) {
    const auto word = node.value_or(std::string_view{});
    into.thing.always = word == "always";
    return word == "always" || word == "market";
}

bool read_weights(const toml::node& node, FieldDraft& into) {
    const auto* table = node.as_table();
    if (table == nullptr) return false;
    for (const auto& [role, weight] : *table) {
        const auto* found = std::ranges::find(role_words, role.str());
        if (found == role_words.end()) return false;
        const auto place = static_cast<std::size_t>(found - role_words.begin());
        if (!read(weight, into.thing.weights[place])) return false;
    }
    return true;
}

bool read_scope(const toml::node& node, MarketDraft& into) {
    static constexpr std::string_view words[] = {"all", "foreign", "lead"};
    return read_word(node, words, Scope::all, into.thing.scope);
}

bool read_report(const toml::node& node, MarketDraft& into) {
    static constexpr std::string_view words[] = {"hours_after_arrival",
                                                 "working_days_after_arrival",
                                                 "working_days_after_departure", "same_day"};
    const auto* table = node.as_table();
    if (table == nullptr || !table->contains("kind") || !table->contains("amount")) return false;
    std::optional<Deadline> kind;
    if (!read_word(*table->get("kind"), words, Deadline::hours_after_arrival, kind)) return false;
    into.thing.report = *kind;
    return read(*table->get("amount"), into.thing.report_amount);
}

constexpr std::string_view a_text = "a text";
constexpr std::string_view a_date = "a date such as \"2025-01-01\"";
constexpr std::string_view a_count = "a whole number from 0 to 1000";
constexpr std::string_view a_condition = "an expression over the columns of person_known";
constexpr std::string_view ids = "a list of fields' ids";

template <auto Member>
bool plainly(const toml::node& node, auto& into) {
    return read(node, into.thing.*Member);
}
template <auto Member>
bool as_date(const toml::node& node, auto& into) {
    return read_date(node, into.thing.*Member);
}
template <auto Member>
bool as_expression(const toml::node& node, auto& into) {
    return read(node, into.file, into.thing.*Member);
}
template <auto Member>
bool as_expressions(const toml::node& node, auto& into) {
    return read_expressions(node, into.file, into.thing.*Member);
}

const Key<FieldDraft> field_keys[] = {
    {"id", required, "a short name such as \"F03\"", plainly<&Field::id>},
    {"name", optional, a_text, plainly<&Field::name>},
    {"tier", optional, "L, O or C", read_tier},
    {"needed", optional, "always or market", read_needed},
    {"weights", optional, "a table of lead, adult, minor and booker, each 0 to 1000", read_weights},
    {"unasked", optional, a_count, plainly<&Field::unasked>},
    {"applies", optional, a_condition, as_expression<&Field::applies>},
    {"quality", optional, a_condition, as_expression<&Field::quality>},
    {"holds", optional, a_condition, as_expression<&Field::holds>},
    {"until", optional, "arrival or departure", read_until},
    {"fix", optional, a_text, plainly<&Field::fix>},
    {"who", optional, "a list of who can mend it", plainly<&Field::who>},
};

const Key<MarketDraft> market_keys[] = {
    {"code", required, "a country of ISO 3166 or GENERIC", plainly<&Market::code>},
    {"name", optional, a_text, plainly<&Market::name>},
    {"enabled", optional, "true or false", plainly<&Market::enabled>},
    {"valid_from", optional, a_date, as_date<&Market::valid_from>},
    {"valid_to", optional, a_date, as_date<&Market::valid_to>},
    {"source_note", optional, a_text, plainly<&Market::source_note>},
    {"reviewed_on", optional, a_date, as_date<&Market::reviewed_on>},
    {"confirmed_by", optional, a_text, plainly<&Market::confirmed_by>},
    {"confirmed_on", optional, a_date, as_date<&Market::confirmed_on>},
    {"confidence", optional, "A, B or C", plainly<&Market::confidence>},
    {"scope", optional, "all, foreign or lead", read_scope},
    {"all_persons", optional, "true or false", plainly<&Market::all_persons>},
    {"home", optional, "a country of ISO 3166", plainly<&Market::home>},
    {"exempt", optional, "a list of countries", plainly<&Market::exempt>},
    {"min_age", optional, a_count, plainly<&Market::min_age>},
    {"signature_age", optional, a_count, plainly<&Market::signature_age>},
    {"fields", optional, ids, plainly<&Market::fields>},
    {"foreign_only", optional, ids, plainly<&Market::foreign_only>},
    {"only", optional, "a table of fields' ids, each with a condition",
     as_expressions<&Market::only>},
    {"quality", optional, "a table of fields' ids, each with a quality",
     as_expressions<&Market::quality>},
    {"forbidden", optional, ids, plainly<&Market::forbidden>},
    {"not_on_form", optional, ids, plainly<&Market::not_on_form>},
    {"forbidden_copies", optional, "true or false", plainly<&Market::forbidden_copies>},
    {"report", optional, "a table of kind and amount", read_report},
    {"retention_months", optional, a_count, plainly<&Market::retention_months>},
    {"guest_type_codes", optional, "a list of texts", plainly<&Market::guest_type_codes>},
};

/// What a field or market lacks when all files so far are read; empty: nothing.
std::string lacking(const Catalogue&, const Field& field) {
    if (field.name.empty()) return "name";
    if (!field.tier) return "tier";
    if (field.quality.sql.empty()) return "quality";
    if (field.fix.empty()) return "fix";
    return field.who.empty() ? "who" : "";
}

std::string lacking(const Catalogue& catalogue, const Market& market) {
    if (market.name.empty()) return "name";
    if (!market.scope) return "scope";
    if (market.scope == Scope::foreign && market.home.empty())
        return "home, for its scope is foreign";
    if (market.fields.empty()) return "fields";
    if (market.enabled && market.code != "GENERIC" &&
        (market.confirmed_by.empty() || market.confirmed_on.empty()))
        return "confirmed_by and confirmed_on: somebody answers for what is on";
    const auto unknown = [&](const auto& names) -> std::string {
        for (const auto& name : names) {
            if (catalogue.field(name) == nullptr) return fmt::format("a field {}", name);
        }
        return {};
    };
    for (const auto* names :
         {&market.fields, &market.foreign_only, &market.forbidden, &market.not_on_form}) {
        if (auto name = unknown(*names); !name.empty()) return name;
    }
    for (const auto& name : market.forbidden) {
        if (catalogue.field(name)->holds.sql.empty())
            return fmt::format("a field {} with holds, to be forbidden", name);
    }
    for (const auto* table : {&market.only, &market.quality}) {
        for (const auto& [name, expression] : *table) {
            if (!market.requires_field(name)) return fmt::format("{} among its fields", name);
        }
    }
    for (const auto& country : market.exempt) {
        if (!is_country(country)) return fmt::format("a country {}", country);
    }
    return market.home.empty() || is_country(market.home)
               ? ""
               : fmt::format("a country {}", market.home);
}

template <class Thing>
void read_all(Catalogue& catalogue, std::vector<Thing>& things, const toml::table& document,
              std::string_view kind, std::string_view name_key, std::string Thing::* name,
              std::span<const Key<Draft<Thing>>> keys, std::string_view file) {
    const auto* list = document.get_as<toml::array>(kind);
    if (list == nullptr) return;
    for (const auto& node : *list) {
        const auto* table = node.as_table();
        if (table == nullptr) continue;
        const auto id =
            (*table)[name_key].value_or(std::string{"without " + std::string{name_key}});
        const auto known = std::ranges::find(things, id, name);
        Draft<Thing> draft{.thing = known == things.end() ? Thing{} : *known, .file = file};
        draft.thing.place = place_of(node, file);
        Mistakes mistakes{std::string{file}};
        const auto path = fmt::format("{} {}", kind, id);
        read_table<Draft<Thing>>(*table, path, keys, draft, mistakes);
        auto lines = mistakes.lines();
        if (lines.empty()) {
            const auto lacks = lacking(catalogue, draft.thing);
            if (!lacks.empty())
                lines.push_back(fmt::format("{}: {}: lacks {}", rules::to_text(draft.thing.place),
                                            path, lacks));
        }
        catalogue.mistakes.insert(catalogue.mistakes.end(), lines.begin(), lines.end());
        if (!lines.empty()) continue;
        if (known == things.end()) {
            things.push_back(std::move(draft.thing));
        } else {
            *known = std::move(draft.thing);
        }
    }
}

void read_file(Catalogue& catalogue, const rules::Source& source) {
    const auto document = rules::parse_toml(source.file, source.text, catalogue.mistakes);
    if (!document) return;
    Mistakes others{source.file};
    for (const auto& [name, node] : *document) {
        const bool is_known = name.str() == "field" || name.str() == "market" ||
                              name.str() == "rule" || name.str() == "opportunity";
        if (!is_known || !node.is_array_of_tables())
            others.add(name.source().begin, name.str(),
                       "only [[rule]], [[opportunity]], [[field]] and [[market]] stand here");
    }
    const auto lines = others.lines();
    catalogue.mistakes.insert(catalogue.mistakes.end(), lines.begin(), lines.end());
    read_all<Field>(catalogue, catalogue.fields, *document, "field", "id", &Field::id, field_keys,
                    source.file);
    read_all<Market>(catalogue, catalogue.markets, *document, "market", "code", &Market::code,
                     market_keys, source.file);
}

}  // namespace

bool Market::requires_field(std::string_view id) const {
    return std::ranges::find(fields, id) != fields.end();
}

const Field* Catalogue::field(std::string_view id) const {
    const auto found = std::ranges::find(fields, id, &Field::id);
    return found == fields.end() ? nullptr : &*found;
}

const Market* Catalogue::market(std::string_view code) const {
    const auto found = std::ranges::find(markets, code, &Market::code);
    return found == markets.end() ? nullptr : &*found;
}

Catalogue read_catalogue(std::span<const rules::Source> sources) {
    Catalogue catalogue;
    for (const auto& source : sources) read_file(catalogue, source);
    const Market* on = nullptr;
    for (auto& market : catalogue.markets) {
        if (!market.enabled || market.code == "GENERIC") continue;
        if (on != nullptr) {
            catalogue.mistakes.push_back(
                fmt::format("{}: market {}: {} is on already, and a hotel is in one",
                            rules::to_text(market.place), market.code, on->code));
            market.enabled = false;
        } else {
            on = &market;
        }
    }
    return catalogue;
}

const Market* market_for(const Catalogue& catalogue, const MarketChoice& choice) {
    const auto is_valid = [&](const Market& market) {
        return market.valid_from <= choice.date &&
               (market.valid_to.empty() || choice.date <= market.valid_to);
    };
    const auto valid = [&](std::string_view code) {
        const auto* market = catalogue.market(code);
        return market != nullptr && is_valid(*market) ? market : nullptr;
    };
    const auto* generic = catalogue.market("GENERIC");
    if (!choice.told.empty()) {
        const auto* told = valid(choice.told);
        return told == nullptr ? generic : told;
    }
    for (const auto& market : catalogue.markets) {
        if (market.enabled && market.code != "GENERIC" && is_valid(market)) return &market;
    }
    const auto* own = valid(choice.country);
    return own == nullptr ? generic : own;
}

std::vector<std::string> known_markets() {
    std::vector<std::string> codes;
    for (const auto& market : read_catalogue(shipped_completeness()).markets)
        codes.push_back(market.code);
    return codes;
}

std::span<const rules::Source> shipped_completeness() {
    static const auto sources = [] {
        std::vector<rules::Source> all;
        for (const auto& file : shipped_completeness_files())
            all.push_back({.file = std::string{file.name}, .text = std::string{file.text}});
        return all;
    }();
    return sources;
}

std::vector<rules::Source> completeness_with(std::span<const rules::Source> files) {
    const auto shipped = shipped_completeness();
    std::vector<rules::Source> all{shipped.begin(), shipped.end()};
    std::ranges::copy_if(files, std::back_inserter(all), [](const auto& file) {
        return file.text.find("[[field]]") != std::string::npos ||
               file.text.find("[[market]]") != std::string::npos;
    });
    return all;
}

}  // namespace stayd::insight
