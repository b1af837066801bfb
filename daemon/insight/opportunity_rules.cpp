#include "insight/opportunity_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "insight/facts.hpp"
#include "insight/opportunities.hpp"
#include "insight/shipped.hpp"
#include "rules/expression.hpp"

namespace stayd::insight {
namespace {

/// What an expression may touch. Of prices: nothing that a person is (guardrail 7).
struct Fences {
    storage::Fence all;
    storage::Fence of_prices;

    explicit Fences(storage::Database& database) {
        static constexpr std::array<std::string_view, 7> of_persons{
            "needs_assistance", "lead_birth_date", "is_minor",        "vip_rank",
            "lead_classes",     "classes",         "birthday_in_stay"};
        all = rules::fence_of(database, std::string{offer_facts}, functions_of_conditions());
        of_prices = all;
        std::erase_if(of_prices.columns, [](const std::string& column) {
            return std::ranges::find(of_persons, column) != of_persons.end();
        });
    }
};

std::vector<std::string> faults_of(storage::Database& database, const OfferRule& rule,
                                   const Fences& fences) {
    std::vector<std::string> faults;
    const auto look = [&](std::string_view key, const rules::Expression& expression) {
        const bool is_price = key == "price" || key == "cost" || key == "displacement";
        const auto name = fmt::format("opportunity {}.{}", rule.id, key);
        if (auto fault = rules::mistake_in(database, is_price ? fences.of_prices : fences.all,
                                           expression, name))
            faults.push_back(std::move(*fault));
    };
    for (const auto& [key, expression] : expressions_of(rule)) look(key, *expression);
    for (const auto& column : rule.evidence) look("evidence", {.sql = column, .place = rule.place});
    return faults;
}

void put_over(OfferRule rule, OfferFile& into) {
    const auto same = std::ranges::find(into.rules, rule.id, &OfferRule::id);
    if (same == into.rules.end()) {
        into.rules.push_back(std::move(rule));
    } else if (same->place.file == rule.place.file) {
        into.mistakes.push_back(fmt::format("{}: opportunity {}: stands at {} already",
                                            rules::to_text(rule.place), rule.id,
                                            rules::to_text(same->place)));
    } else {
        *same = std::move(rule);
    }
}

}  // namespace

OfferFile shipped_offers() {
    OfferFile all;
    for (const auto& file : shipped_opportunity_files()) {
        auto read = read_offers(file.name, file.text);
        std::ranges::move(read.mistakes, std::back_inserter(all.mistakes));
        std::ranges::move(read.rules, std::back_inserter(all.rules));
    }
    std::ranges::sort(all.rules, {}, &OfferRule::id);
    return all;
}

OfferFile offers_with(storage::Database& database, std::span<const rules::Source> files) {
    auto all = shipped_offers();
    std::optional<Fences> fences;  // made when first needed: SQLite compiles the whole view for it
    for (const auto& source : files) {
        if (source.text.find("[[opportunity]]") == std::string::npos) continue;
        auto read = read_offers(source.file, source.text);
        std::ranges::move(read.mistakes, std::back_inserter(all.mistakes));
        for (auto& rule : read.rules) {
            if (!fences) fences.emplace(database);
            auto faults = faults_of(database, rule, *fences);
            if (faults.empty()) put_over(std::move(rule), all);
            std::ranges::move(faults, std::back_inserter(all.mistakes));
        }
    }
    std::ranges::sort(all.rules, {}, &OfferRule::id);
    return all;
}

std::vector<std::string> faults_of_shipped_offers(storage::Database& database) {
    auto shipped = shipped_offers();
    const Fences fences(database);
    for (const auto& rule : shipped.rules)
        std::ranges::move(faults_of(database, rule, fences), std::back_inserter(shipped.mistakes));
    return std::move(shipped.mistakes);
}

}  // namespace stayd::insight
