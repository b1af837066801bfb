#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "tests/crash/promises.hpp"
#include "tests/crash/told.hpp"

namespace stayd::crash {

/// The scenario lived through without any trouble: what the disk was asked to do, when each step
/// returned, and what was there then.
struct Life {
    std::vector<sim::DiskCall> calls;
    std::vector<std::uint64_t> returned;  ///< by moment: the calls made when it was reached
    std::vector<sim::Image> images;       ///< by moment
    std::unordered_map<std::uint64_t, Moment> last_moment_of;  ///< by content of the database
    std::vector<std::uint64_t> journal_seq;  ///< by moment: the journal's last frame
    std::unordered_map<std::uint64_t, std::uint64_t> frames;  ///< a sum of each, by number
    std::string end;
};
Life live(const Scenario& scenario);

/// What was tried and what was found, for one line of the table.
struct Tally {
    std::uint64_t calls = 0;
    std::uint64_t states = 0;      ///< images of a disk after a crash
    std::uint64_t different = 0;   ///< of them, unlike each other
    std::uint64_t recoveries = 0;  ///< whole starts of the box with all promises looked at
    std::map<std::string, std::uint64_t> broken{};  ///< by invariant
    std::vector<std::string> examples{};            ///< the first of each invariant

    void add(const Broken& broken, const std::string& where);
    bool kept() const { return broken.empty(); }
};

/// Judges images. An image that was judged before, and contents of the database and the journal
/// whose promises were looked at before, are known; of the others, and of some of the known ones,
/// the box is started.
class Judge {
  public:
    Judge(const Scenario& scenario, const Life& life, std::uint64_t look_again_each)
        : scenario_(scenario), life_(life), look_again_each_(look_again_each) {}

    /// `returned`: what people, the PMS and the devices have been told rests upon this moment.
    /// `straight`: nothing has failed before, so the journal's files hold this moment's frames or
    /// the next one's, to the byte.
    void judge(const sim::Image& image, Moment returned, bool straight, const std::string& where,
               Tally& tally);
    /// Starts the box upon the image and looks at every promise. `undisturbed`: no other start has
    /// come before it, so that all rows are those of this moment, or all those of the next.
    void start(const sim::Image& image, Moment through, bool undisturbed, const std::string& where,
               Tally& tally);

  private:
    struct Known {
        std::uint64_t content = 0;
        std::string error{};
    };
    /// What a box that starts at this time upon a moment tells.
    const Told& told_of(Moment moment, UtcTime now);
    const JournalContent& journal_in(const sim::Image& image);
    void judge_journal(const JournalContent& journal, Moment returned, const std::string& where,
                       Tally& tally) const;
    void judge_moment(Moment found, Moment returned, const std::string& where, Tally& tally);
    void judge_rows(Box& box, Moment through, const std::string& where, Tally& tally);

    const Scenario& scenario_;
    const Life& life_;
    std::uint64_t look_again_each_;
    std::unordered_map<std::uint64_t, Known> images_;
    std::unordered_map<std::uint64_t, JournalContent> journals_;
    std::unordered_map<std::uint64_t, bool> contents_;  ///< whose promises were looked at
    std::map<std::pair<Moment, UtcTime>, Told> told_;
};

/// The hotel's time at a moment.
UtcTime time_of(const Scenario& scenario, Moment moment);

}  // namespace stayd::crash
