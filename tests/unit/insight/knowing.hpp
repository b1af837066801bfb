#pragma once

#include <map>
#include <stdexcept>
#include <string>

#include "insight/facts.hpp"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::insight {

/// A small hotel and the shipped rules, asked by hand.
struct Knowing {
    using Hits = std::map<std::string, std::string>;

    /// Rule id → severity, of all rules that say something of the subject now.
    Hits hits(rules::Subject subject, const Uuid& uid) {
        last = book.judge(subject, uid, hotel.now);
        Hits found;
        for (const auto& hit : last.hits) found[hit.rule->id] = to_word(hit.severity);
        return found;
    }
    /// The severity of one rule; empty when it says nothing.
    std::string hit(std::string_view rule, rules::Subject subject, const Uuid& uid) {
        if (book.find(rule) == nullptr) throw std::out_of_range(std::string{rule});
        return hits(subject, uid)[std::string{rule}];
    }
    std::string stay_hit(std::string_view rule, const sim::SmallHotel::Stay& stay) {
        return hit(rule, rules::Subject::stay, stay.id);
    }

    explicit Knowing(const std::string& zone = "Europe/Lisbon") : hotel(":memory:", zone) {}

    sim::SmallHotel hotel;
    rules::Moments moments{hotel.database};
    rules::Book book = opened();
    rules::Book::Judgement last{};

  private:
    rules::Book opened() {
        open_facts(hotel.database);
        rules::Book all(hotel.database, moments, functions_of_conditions());
        const auto mistakes = all.load(shipped_rules());
        if (!mistakes.empty()) throw std::runtime_error(mistakes.front());
        return all;
    }
};

}  // namespace stayd::insight
