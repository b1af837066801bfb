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

void Judge::judge(const sim::Image& image, Moment returned, const std::string& where,
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
    const auto moment = life_.last_moment_of.find(known->second.content);
    const bool is_a_moment = moment != life_.last_moment_of.end();
    if (is_a_moment) {
        judge_moment(moment->second, returned, where, tally);
    }
    const bool not_looked_at = contents_.try_emplace(known->second.content).second;
    const bool again = is_new && tally.different % look_again_each_ == 0;
    if (not_looked_at || again)
        start(image, is_a_moment ? moment->second : returned, true, where, tally);
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
        // A second try in one process may leave other bytes in the unused parts of pages, so a
        // content that is no moment's is compared by what it tells.
        const bool is_a_moment = life_.last_moment_of.contains(content_of(image).hash);
        if (undisturbed && through > 0 && !is_a_moment) {
            const auto now = time_of(scenario_, through);
            const auto found = told(*box);
            if (found != told_of(through, now) &&
                (through + 1 >= life_.images.size() || found != told_of(through + 1, now)))
                tally.add({.invariant = "I5", .text = "what is there was there at no moment"},
                          where);
        }
        if (tally.recoveries % 8 == 0) {
            for (const auto& broken : damage(*box)) tally.add(broken, where);
        }
        disk.cut_power();
    } catch (const storage::Failure& failure) {
        disk.cut_power();
        tally.add({.invariant = "starts", .text = failure.what()}, where);
    }
}

const std::string& Judge::told_of(Moment moment, UtcTime now) {
    auto& text = told_[{moment, now}];
    if (!text.empty()) return text;
    sim::CrashDisk disk(life_.images[moment]);
    const auto box = recover(disk, now);
    text = told(*box);
    disk.cut_power();
    return text;
}

}  // namespace stayd::crash
