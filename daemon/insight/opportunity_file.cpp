#include "insight/opportunity_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/crc.hpp>

#include "rules/toml_parts.hpp"

namespace stayd::insight {
namespace {

using enum Presence;
using rules::read;

constexpr std::int64_t most_minutes = 600;
constexpr std::int64_t most_factor = 1'000;

struct Draft {
    OfferRule rule;
    std::string_view file;
};

bool is_stage(const std::string& word) {
    return to_word(offer_stage_from(word)) == word;
}

bool read_stages(const toml::node& node, Draft& into) {
    return read(node, into.rule.best) && std::ranges::all_of(into.rule.best, is_stage);
}

bool read_factors(const toml::node& node, Draft& into) {
    const auto* table = node.as_table();
    if (table == nullptr) return false;
    for (const auto& [word, factor] : *table) {
        const std::string name{word.str()};
        const auto place = static_cast<std::size_t>(offer_stage_from(name));
        if (!is_stage(name) || !read(factor, most_factor, into.rule.factors[place])) return false;
    }
    return true;
}

bool read_skips(const toml::node& node, Draft& into) {
    std::vector<std::string> words;
    if (!read(node, words)) return false;
    for (const auto& word : words) {
        if (word == "frequency")
            into.rule.skips.frequency = true;
        else if (word == "exclusions")
            into.rule.skips.exclusions = true;
        else if (word == "room first")
            into.rule.skips.room_first = true;
        else
            return false;
    }
    return true;
}

template <rules::Expression OfferRule::* member>
bool expression(const toml::node& node, Draft& into) {
    return read(node, into.file, into.rule.*member);
}
template <std::string OfferRule::* member>
bool text(const toml::node& node, Draft& into) {
    return read(node, into.rule.*member);
}
template <bool OfferRule::* member>
bool flag(const toml::node& node, Draft& into) {
    return read(node, into.rule.*member);
}

constexpr std::string_view over_facts = "an expression over the columns of offer_facts";
constexpr std::string_view a_text = "a text";
constexpr std::string_view stages = "stages: Booking, Week, Days, Desk, InStay";

constexpr Key<Draft> keys[] = {
    {"id", required, "a short name such as \"U05\"", text<&OfferRule::id>},
    {"name", required, a_text, text<&OfferRule::name>},
    {"when", required, over_facts, expression<&OfferRule::when>},
    {"feasible", optional, over_facts, expression<&OfferRule::feasible>},
    {"cannot", optional, a_text, text<&OfferRule::cannot>},
    {"price", required, over_facts, expression<&OfferRule::price>},
    {"cost", optional, over_facts, expression<&OfferRule::cost>},
    {"worth", optional, over_facts, expression<&OfferRule::worth>},
    {"displacement", optional, over_facts, expression<&OfferRule::displacement>},
    {"prior", required, "a whole number from 0 to 100",
     [](const toml::node& node, Draft& into) { return read(node, 100, into.rule.prior); }},
    {"factors", optional, "a table of stages, each with a whole number of percent", read_factors},
    {"best", optional, stages, read_stages},
    {"effort_minutes", required, "a whole number of minutes",
     [](const toml::node& node, Draft& into) {
         return read(node, most_minutes, into.rule.effort_minutes);
     }},
    {"expires", optional, over_facts, expression<&OfferRule::expires>},
    {"segment", optional, over_facts, expression<&OfferRule::segment>},
    {"product", optional, over_facts, expression<&OfferRule::product>},
    {"count", optional, over_facts, expression<&OfferRule::count>},
    {"room", optional, over_facts, expression<&OfferRule::room>},
    {"category", optional, over_facts, expression<&OfferRule::category>},
    {"start", optional, over_facts, expression<&OfferRule::start>},
    {"end", optional, over_facts, expression<&OfferRule::end>},
    {"task", required, over_facts, expression<&OfferRule::task>},
    {"task_due", optional, over_facts, expression<&OfferRule::task_due>},
    {"needs_availability", optional, "true or false", flag<&OfferRule::needs_availability>},
    {"gesture", optional, "true or false", flag<&OfferRule::is_gesture>},
    {"skips", optional, "guardrails: frequency, exclusions, room first", read_skips},
    {"excludes", optional, "ids of opportunities",
     [](const toml::node& node, Draft& into) { return read(node, into.rule.excludes); }},
    {"say", required, over_facts, expression<&OfferRule::say>},
    {"why", required, over_facts, expression<&OfferRule::why>},
    {"evidence", optional, "a list of columns of offer_facts",
     [](const toml::node& node, Draft& into) {
         return rules::read_columns(node, into.rule.evidence);
     }},
};

/// Tells one text of a rule from another; where it stands does not count.
std::uint32_t version_of(const OfferRule& rule) {
    boost::crc_32_type crc;
    const auto add = [&](std::string_view part) {
        crc.process_bytes(part.data(), part.size());
        crc.process_byte(0);
    };
    for (const auto& [key, expression] : expressions_of(rule)) add(expression->sql);
    for (const auto& part :
         {rule.name, rule.cannot, std::to_string(rule.prior), std::to_string(rule.effort_minutes)})
        add(part);
    for (const int factor : rule.factors) add(std::to_string(factor));
    for (const auto& list : {rule.best, rule.excludes, rule.evidence}) {
        for (const auto& word : list) add(word);
    }
    for (const bool flag : {rule.needs_availability, rule.is_gesture, rule.skips.frequency,
                            rule.skips.exclusions, rule.skips.room_first})
        add(flag ? "1" : "0");
    return crc.checksum();
}

}  // namespace

std::vector<NamedExpression> expressions_of(const OfferRule& rule) {
    return {{"when", &rule.when},       {"feasible", &rule.feasible},
            {"price", &rule.price},     {"cost", &rule.cost},
            {"worth", &rule.worth},     {"displacement", &rule.displacement},
            {"expires", &rule.expires}, {"segment", &rule.segment},
            {"product", &rule.product}, {"count", &rule.count},
            {"room", &rule.room},       {"category", &rule.category},
            {"start", &rule.start},     {"end", &rule.end},
            {"task", &rule.task},       {"task_due", &rule.task_due},
            {"say", &rule.say},         {"why", &rule.why}};
}

OfferFile read_offers(std::string_view file, std::string_view text) {
    OfferFile offers;
    const auto document = rules::parse_toml(file, text, offers.mistakes);
    if (!document) return offers;
    const auto* list = document->get_as<toml::array>("opportunity");
    if (list == nullptr) return offers;
    for (const auto& node : *list) {
        const auto* table = node.as_table();
        if (table == nullptr) continue;
        Draft draft{.rule = {}, .file = file};
        Mistakes mistakes{std::string{file}};
        const auto path = "opportunity " + (*table)["id"].value_or(std::string{"without id"});
        read_table<Draft>(*table, path, keys, draft, mistakes);
        const auto lines = mistakes.lines();
        offers.mistakes.insert(offers.mistakes.end(), lines.begin(), lines.end());
        if (!lines.empty()) continue;
        draft.rule.place = rules::place_of(node, file);
        draft.rule.version = version_of(draft.rule);
        offers.rules.push_back(std::move(draft.rule));
    }
    return offers;
}

}  // namespace stayd::insight
