#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "house/shown.hpp"
#include "insight/completeness.hpp"

namespace stayd::house {

/// How complete the profiles of people and of their stays are, as it stands in the table
/// `completeness`. Of a person by their facts, of a stay by what stands of its persons.
class Profiles {
  public:
    /// After `insight::open_facts`.
    Profiles(storage::Database& database, rules::Moments& moments, Shown& shown)
        : database_(database), shown_(shown), completeness_(database, moments) {}

    /// The shipped fields and markets and over them those in the hotel's own files. `market`: as
    /// the configuration has it, empty when it says nothing. What is wrong is returned.
    std::vector<std::string> load(const std::vector<rules::Source>& sources, std::string market,
                                  UtcTime now);
    /// The transaction in which something else was loaded was rolled back: these count again.
    void take_back(const std::vector<rules::Source>& sources, std::string market, UtcTime now);
    /// Looks again whose law is asked: of the day, and of the hotel's country.
    void choose_market(UtcTime now);
    /// Views are as they were before the transaction: the market is chosen anew.
    void rolled_back() { is_sure_ = false; }
    bool is_sure() const { return is_sure_; }
    std::uint32_t fingerprint() const { return completeness_.fingerprint(); }

    /// Whether something else stands now. Of whom no facts are known, nothing does.
    bool judge_person(const Uuid& person, UtcTime now);
    struct StayNews {
        bool is_other = false;
        std::vector<Uuid> left{};  ///< who was counted and is no longer
    };
    StayNews judge_stay(const Uuid& stay);
    /// Of whom nothing stands, though the stay needs it.
    std::vector<Uuid> unjudged_of(const Uuid& stay);

  private:
    void say_of_fields();
    /// Empty when nothing stands of it; `persons`: who is counted.
    std::string stay_value(const Uuid& stay, std::vector<Uuid>& persons);
    std::vector<Uuid> counted_in(const Uuid& stay);
    bool keep(rules::Subject subject, const Uuid& uid, const std::string& value);

    storage::Database& database_;
    Shown& shown_;
    insight::Completeness completeness_;
    std::string told_;
    bool is_sure_ = true;
};

}  // namespace stayd::house
