#include <fmt/format.h>

#include <algorithm>

#include "house/conclusions.hpp"
#include "rules/rule_file.hpp"

// The rules themselves: those of the files, and over them those that staff wrote.

namespace stayd::house {
namespace {

/// A file that is no TOML is so for each who reads it: it is said once.
void add_new(std::vector<std::string> mistakes, std::vector<std::string>& into) {
    for (auto& mistake : mistakes) {
        if (std::ranges::find(into, mistake) == into.end()) into.push_back(std::move(mistake));
    }
}

}  // namespace

void Conclusions::load(const RulesLoaded& loaded, UtcTime now) {
    if (!book_) {
        opened_now_ = true;
        moments_.emplace(database_);
        insight::open_facts(database_);
        book_.emplace(database_, *moments_, insight::functions_of_conditions());
        profiles_.emplace(database_, *moments_, shown_);
        readiness_.emplace(database_);
        offers_.emplace(database_);
    }
    // Several inputs may be of one transaction: what stood before the first is what comes back.
    auto before = std::exchange(loaded_, loaded);
    if (!loaded_before_) loaded_before_ = std::move(before);
    loaded_at_ = now;
    add_new(profiles_->load(loaded.sources, loaded.market, now), loaded_.mistakes);
    add_new(offers_->load(loaded.sources), loaded_.mistakes);
    load_book();
    note_rules(loaded.by, now);
}

void Conclusions::close() {
    offers_.reset();
    readiness_.reset();
    profiles_.reset();
    book_.reset();
    moments_.reset();
    loaded_ = {};
    loaded_before_.reset();
    opened_now_ = false;
    all_asked_ = true;
}

void Conclusions::load_book() {
    auto sources = loaded_.sources;
    std::ranges::move(rule_log_.edits(), std::back_inserter(sources));
    mistakes_ = loaded_.mistakes;
    add_new(book_->load(sources), mistakes_);
}

std::vector<std::string> Conclusions::failures() const {
    std::vector<std::string> all;
    if (book_) all = book_->failures();
    if (offers_) std::ranges::copy(offers_->failures(), std::back_inserter(all));
    return all;
}

void Conclusions::note_rules(const std::string& by, UtcTime now) {
    rule_log_.note(book_->rules(), by, now);
    if (is_other_than_concluded()) ask_all();
}

std::string Conclusions::fault_of(const EditRule& edit) {
    if (!book_) return "The rules are not loaded yet. Try again in a moment.";
    const auto* known = book_->find(edit.rule);
    if ((known == nullptr ? 0 : known->version) != edit.seen)
        return "Somebody else has changed this rule since. Look at theirs first.";
    if (edit.text.empty()) return {};
    const rules::Source source{.file = edit.rule, .text = edit.text};
    const auto mistakes = book_->mistakes_in(source);
    if (!mistakes.empty()) return mistakes.front();
    // Fields and markets of profiles may stand in a file of rules; an edit is of a rule alone.
    const auto read = rules::read_rules(source.file, source.text);
    const bool is_alone = read.rules.size() == 1 && read.only_rules;
    if (!is_alone || read.rules.front().id != edit.rule)
        return fmt::format("Here stands one rule with the id {}, and nothing else.", edit.rule);
    return {};
}

void Conclusions::edit(const EditRule& edit, const std::string& by, UtcTime now) {
    rule_log_.edit(edit.rule, edit.text, by, now);
    if (!loaded_before_) loaded_before_ = loaded_;
    load_book();
    note_rules(by, now);
}

void Conclusions::committed() {
    loaded_before_.reset();
    opened_now_ = false;
}

void Conclusions::take_back() {
    forget();
    opportunities_.forget_tallies();
    if (opened_now_) close();  // the views of facts went with the transaction
    if (!loaded_before_) {
        if (profiles_) profiles_->rolled_back();
        return;
    }
    loaded_ = *std::exchange(loaded_before_, std::nullopt);
    profiles_->take_back(loaded_.sources, loaded_.market, loaded_at_);
    offers_->load(loaded_.sources);
    load_book();
}

/// Whether what stands in the database was concluded by another program, other rules or another
/// law: then it is by this one from now on. After a plain start it is as good as it was.
bool Conclusions::is_other_than_concluded() {
    auto by = fmt::format("{} {:08x} {:08x} {:08x}", loaded_.program, insight::fingerprint(),
                          profiles_->fingerprint(), offers_->fingerprint());
    for (const auto& rule : book_->rules()) by += fmt::format(" {:08x}{}", rule.version, rule.on);
    auto update = database_.statement("UPDATE concluded SET by = :by WHERE id = 1 AND by <> :by");
    return update.bind(":by", by).run() > 0;
}

}  // namespace stayd::house
