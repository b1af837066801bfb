#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "house/input.hpp"
#include "house/profiles.hpp"
#include "house/rule_log.hpp"
#include "house/shown.hpp"
#include "house/supply.hpp"
#include "insight/facts.hpp"
#include "insight/opportunities.hpp"
#include "insight/readiness.hpp"
#include "journal/audit.hpp"
#include "journal/journal.hpp"
#include "model/list.hpp"
#include "operations/findings.hpp"
#include "operations/opportunities.hpp"
#include "rules/book.hpp"

namespace stayd::house {

/// What the box concludes of the facts, kept in line with them: in the transaction of each change
/// only what depends on it is asked again, and later what the answers said would change by itself
/// (architecture.md 3). Nothing is concluded while the PMS is read for the first time, or before
/// rules are loaded.
class Conclusions {
  public:
    Conclusions(storage::Database& database, Random& random, Shown& shown, journal::Audit& audit)
        : database_(database),
          random_(random),
          findings_(database),
          opportunities_(database),
          supply_(database),
          shown_(shown),
          audit_(audit),
          rule_log_(database, shown, audit) {}

    /// Takes the rules. When they, or the program, are others than those that concluded what
    /// stands, everything is asked anew.
    void load(const RulesLoaded& loaded, UtcTime now);
    /// What was left out of the rules that were loaded last, and why.
    const std::vector<std::string>& mistakes() const { return mistakes_; }
    /// Rules that failed on a subject since they were loaded: they are off.
    std::vector<std::string> failures() const;
    /// Null before rules were loaded.
    const rules::Book* book() const { return book_ ? &*book_ : nullptr; }
    operations::Findings& findings() { return findings_; }
    operations::Opportunities& opportunities() { return opportunities_; }
    Supply& supply() { return supply_; }

    /// What a rule has to offer to a stay at this moment; nothing when it says nothing.
    std::optional<insight::Opportunity> offer_now(const Uuid& stay, const std::string& rule,
                                                  UtcTime now);

    /// What one rule says of a subject now, and upon which facts.
    struct Explained {
        bool known = false;                         ///< the subject has facts: it still matters
        std::optional<rules::Severity> severity{};  ///< none: the rule says nothing
        std::optional<UtcTime> ask_again{};
        std::string facts{};  ///< a JSON object
    };
    Explained explain(const rules::Rule& rule, const Uuid& uid, UtcTime now);
    /// All that is known of a subject now, as a JSON object; empty before rules were loaded.
    std::string facts(rules::Subject subject, const Uuid& uid, UtcTime now);

    /// Why a rule cannot be written so; empty when it can.
    std::string fault_of(const EditRule& edit);
    void edit(const EditRule& edit, const std::string& by, UtcTime now);

    // What belongs to `House::apply`: first what moved, at the end the conclusions.
    void ask(rules::Subject subject, const Uuid& uid) { asked_.emplace(subject, uid); }
    /// Everything, a part with each of the next ticks.
    void ask_all() { all_asked_ = true; }
    void row_changed(model::List list, const Uuid& id, std::optional<Uuid> owner);
    void change_moved(const journal::Change& change);
    /// A room was offered to a stay, and is not to others until then.
    void hold(const Uuid& room, const Uuid& stay, UtcTime until, UtcTime now);
    /// It was answered: what is held for it is free for others.
    void let_go_of_offered(const Uuid& stay, const Uuid& opportunity, UtcTime now);
    /// The last act of a transaction but for what is shown. `knows_all`: the first read is over.
    void conclude(bool knows_all, UtcTime now);
    /// What is due by now is asked in this transaction.
    void ask_due(UtcTime now);
    void committed();  ///< the transaction
    void take_back();  ///< it was rolled back

    /// When `ask_due` has something to do.
    std::optional<UtcTime> next();

  private:
    void conclude(rules::Subject subject, const Uuid& uid, UtcTime now);
    void conclude_asked(UtcTime now);
    void ask_all_later(UtcTime now);
    void judge_readiness(const Uuid& stay, bool profile_is_other);
    std::optional<UtcTime> judge_opportunities(const Uuid& stay, UtcTime now);
    insight::OpportunityJudge::Judged judge_offers(const Uuid& stay,
                                                   std::span<const operations::OfferAnswer> answers,
                                                   UtcTime now);
    bool may_be_offered_something(const Uuid& stay);
    void ask_what_supply_moves(UtcTime now);
    void ask_soon(const std::vector<Uuid>& stays, UtcTime now);
    void ask_later(rules::Subject subject, const Uuid& uid, std::optional<UtcTime> at);
    void ask_stays(const char* sql, const Uuid& id);
    void ask_stay_and_its_people(const Uuid& stay);
    void ask_people_and_stays_of(const Uuid& account);
    void ask_only_stays(const char* sql, const Uuid& id);
    void ask_room_and_its_stays(const Uuid& room);
    void ask_task_and_its_stays(const Uuid& task);
    void audit_lapse(const operations::Opportunity& offer, UtcTime now);
    void audit_finding(const operations::FindingNews& news, UtcTime now);
    void load_book();
    void close();
    void note_rules(const std::string& by, UtcTime now);
    void forget();
    bool is_other_than_concluded();

    storage::Database& database_;
    Random& random_;
    std::optional<rules::Moments> moments_;  ///< with the facts: from the first load on
    std::optional<rules::Book> book_;
    std::optional<Profiles> profiles_;
    std::optional<insight::ReadinessJudge> readiness_;
    RulesLoaded loaded_;
    UtcTime loaded_at_{};
    bool opened_now_ = false;                   ///< in the transaction under way
    std::optional<RulesLoaded> loaded_before_;  ///< the transaction under way
    std::optional<insight::OpportunityJudge> offers_;
    std::vector<std::string> mistakes_;
    operations::Findings findings_;
    operations::Opportunities opportunities_;
    Supply supply_;
    Shown& shown_;
    journal::Audit& audit_;
    RuleLog rule_log_;
    std::set<std::pair<rules::Subject, Uuid>> asked_;
    std::set<Supply::Night> nights_;  ///< of which the PMS says something else
    bool all_asked_ = false;
};

}  // namespace stayd::house
