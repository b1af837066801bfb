#include "tests/crash/life.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace stayd::crash {

UtcTime time_of(const Scenario& scenario, Moment moment) {
    return moment < 2 ? scenario.begins : scenario.steps[moment - 2].now;
}

Life live(const Scenario& scenario) {
    using Kept = sim::CrashDisk::Kept;
    Life life;
    sim::CrashDisk disk;
    disk.record(&life.calls);
    const auto reached = [&](Moment moment) {
        life.returned.push_back(disk.calls());
        life.images.push_back(disk.after_crash(Kept::everything));
        if (moment > 0) life.last_moment_of[content_of(life.images.back()).hash] = moment;
        auto journal = journal_of(life.images.back());
        life.journal_seq.push_back(journal.last_seq);
        life.frames.merge(journal.frames);
    };
    reached(0);
    auto box = recover(disk, scenario.begins);
    reached(1);
    for (Moment moment = 2; moment < scenario.steps.size() + 2; ++moment) {
        box->step(scenario.steps[moment - 2]);
        reached(moment);
    }
    life.end = told_at_the_end(*box);
    disk.cut_power();
    if (life.calls.size() != disk.calls())
        throw std::logic_error("a call was refused although nothing was wrong");
    return life;
}

void Tally::add(const Broken& found, const std::string& where) {
    if (++broken[found.invariant] <= 3)
        examples.push_back(fmt::format("{}: {} ({})", found.invariant, found.text, where));
}

void Judge::judge(const sim::Image& image, Moment returned, bool straight, const std::string& where,
                  Tally& tally) {
    ++tally.states;
    auto [known, is_new] = images_.try_emplace(image.hash());
    if (is_new) {
        ++tally.different;
        const auto content = content_of(image);
        known->second = {.content = content.hash, .error = content.error};
    }
    if (!known->second.error.empty()) {
        tally.add({.invariant = "opens", .text = known->second.error}, where);
        return;
    }
    const auto& journal = journal_in(image);
    if (straight) judge_journal(journal, returned, where, tally);
    const auto moment = life_.last_moment_of.find(known->second.content);
    const bool is_a_moment = moment != life_.last_moment_of.end();
    if (is_a_moment) {
        judge_moment(moment->second, returned, where, tally);
    }
    const auto both = sim::mix(sim::mix(known->second.content, journal.last_seq),
                               static_cast<std::uint64_t>(journal.state));
    const bool not_looked_at = contents_.try_emplace(both).second;
    const bool again = is_new && tally.different % look_again_each_ == 0;
    if (not_looked_at || again)
        start(image, is_a_moment ? moment->second : returned, true, where, tally);
}

const JournalContent& Judge::journal_in(const sim::Image& image) {
    const auto [known, is_new] = journals_.try_emplace(journal_hash(image));
    if (is_new) known->second = journal_of(image);
    return known->second;
}

/// The group of an input is there or not, and what was there is there.
void Judge::judge_journal(const JournalContent& journal, Moment returned, const std::string& where,
                          Tally& tally) const {
    if (journal.state == journal::Reading::State::damaged)
        tally.add({.invariant = "I5", .text = "the journal looks damaged"}, where);
    for (const auto& [seq, sum] : journal.frames) {
        const auto wanted = life_.frames.find(seq);
        if (wanted == life_.frames.end() || wanted->second != sum) {
            tally.add({.invariant = "I5", .text = "a frame of the journal that never was"}, where);
            break;
        }
    }
    if (returned == 0) return;  // the first start writes two groups
    const auto& seqs = life_.journal_seq;
    const auto next = std::min(returned + 1, seqs.size() - 1);
    if (journal.last_seq != seqs[returned] && journal.last_seq != seqs[next])
        tally.add({.invariant = "I5",
                   .text = fmt::format("the journal ends with frame {}, no group of {} or {}",
                                       journal.last_seq, seqs[returned], seqs[next])},
                  where);
}

/// What has returned and is no longer there: each kind of step broke another promise.
void Judge::judge_moment(Moment found, Moment returned, const std::string& where, Tally& tally) {
    for (Moment lost = found + 1; lost <= returned; ++lost) {
        if (lost < 2) continue;
        const auto& step = scenario_.steps[lost - 2];
        const bool left = std::ranges::any_of(step.inputs, [](const auto& input) {
            return std::holds_alternative<house::SendStarted>(input);
        });
        if (scenario_.accepted_in_step[lost - 2]) {
            tally.add({.invariant = "I1", .text = "an acknowledged command is gone"}, where);
        } else if (left) {
            tally.add({.invariant = "I6", .text = "a request left of which there is no mark"},
                      where);
        } else if (step.sql == nullptr) {
            tally.add({.invariant = "I21", .text = "what was shown never was"}, where);
        }
    }
}

void Judge::start(const sim::Image& image, Moment through, bool undisturbed,
                  const std::string& where, Tally& tally) {
    ++tally.recoveries;
    sim::CrashDisk disk(image);
    try {
        const auto box = recover(disk, time_of(scenario_, through));
        for (const auto& broken : broken_promises(*box, scenario_, through))
            tally.add(broken, where);
        if (undisturbed && through > 0) judge_rows(*box, through, where, tally);
        if (tally.recoveries % 8 == 0) {
            for (const auto& broken : damage(*box)) tally.add(broken, where);
        }
        disk.cut_power();
    } catch (const storage::Failure& failure) {
        disk.cut_power();
        tally.add({.invariant = "starts", .text = failure.what()}, where);
    }
}

/// A page's own rows are read again, and the day turns again at the start; only what either did to
/// ours stands in the journal.
void Judge::judge_rows(Box& box, Moment through, const std::string& where, Tally& tally) {
    const auto now = time_of(scenario_, through);
    const auto found = told(box);
    const auto& before = told_of(through, now);
    if (found == before) return;
    if (through + 1 >= life_.images.size()) {
        tally.add({.invariant = "I5", .text = "rows after the end"}, where);
        return;
    }
    const auto& after = told_of(through + 1, now);
    if (found == after) return;
    const bool comes_again = through > 0 && (scenario_.steps[through - 1].has_page() ||
                                             scenario_.steps[through - 1].turns_the_day());
    if (comes_again && found.kept == after.kept && found.read == before.read) return;
    const bool is_after = found.kept == after.kept;
    const bool is_before = found.kept == before.kept;
    tally.add({.invariant = "I5",
               .text = fmt::format("rows of no moment: {}",
                                   is_after    ? difference(found.read, after.read)
                                   : is_before ? difference(found.read, before.read)
                                               : difference(found.kept, after.kept))},
              where);
}

const Told& Judge::told_of(Moment moment, UtcTime now) {
    const auto [known, is_new] = told_.try_emplace({moment, now});
    if (!is_new) return known->second;
    sim::CrashDisk disk(life_.images[moment]);
    const auto box = recover(disk, now);
    known->second = told(*box);
    disk.cut_power();
    return known->second;
}

}  // namespace stayd::crash
