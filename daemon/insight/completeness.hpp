#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "insight/completeness_files.hpp"
#include "rules/moments.hpp"
#include "rules/sheet.hpp"

namespace stayd::insight {

/// hotel-domain.md 1.1.
enum class Band : std::uint8_t { poor, gaps, minor_gaps, complete };
Band band_of(int score);
std::string_view to_word(Band band);

/// One field of a person that applies.
struct Counted {
    const Field* field = nullptr;  ///< valid until the next `load`
    int weight = 0;
    bool legal = false;
    int quality = 0;  ///< 0 absent or invalid, 1 doubtful, 2 good
};

/// A field that costs points, and what it stands in the way of.
struct Gap {
    const Field* field = nullptr;
    int weight = 0;
    int quality = 0;
    bool legal = false;
    int points_lost = 0;           ///< of 100, rounded each by itself
    std::optional<UtcTime> due{};  ///< until when it should be mended
    bool blocks_check_in = false;
    bool blocks_check_out = false;  ///< the PMS wants whole profiles of companions (its C2)
    bool blocks_report = false;
};

struct Score {
    int raw = 100;
    int legal = 100;  ///< over the law's fields alone
    int operational = 100;
    int commercial = 100;
    int cap = 100;
    int score = 100;
    Band band = Band::complete;
    std::vector<Gap> gaps{};  ///< in the order of the fields
};
/// Integers alone, as hotel-domain.md 1.1 has it.
Score score_of(std::span<const Counted> fields);

/// Of a lead, the others, and those who are counted but not known when the market needs all.
int stay_score(std::optional<int> lead, std::span<const int> others, int phantoms);

/// What counts of a person in the score of their stay.
struct Part {
    int score = 0;
    int legal = 100;
    int operational = 0;
    int commercial = 0;
    bool is_registrable = false;

    bool operator==(const Part&) const = default;
};
struct StayScore {
    int score = 0;
    int legal = 100;  ///< the worst of those who must be registered
    int operational = 0;
    int commercial = 0;

    bool operator==(const StayScore&) const = default;
};
/// `persons`: the lead first, at least that one; `phantoms` as in `stay_score`.
StayScore score_of_stay(std::span<const Part> persons, int phantoms);

/// Of this moment and of the hotel in the mirror.
MarketChoice choice_of(storage::Database& database, const std::string& told, UtcTime now);

/// How complete people's profiles are, for the market the hotel is in.
class Completeness {
  public:
    /// After `open_facts`. Nothing is scored before `load`.
    Completeness(storage::Database& database, rules::Moments& moments);

    /// Takes the fields and markets of these files in place of all there were, and makes
    /// person_facts anew for the market of `choice`. What is wrong is returned and left out.
    std::vector<std::string> load(std::span<const rules::Source> sources,
                                  const MarketChoice& choice);
    /// The same files, another day or choice; whether another market is on since.
    bool choose(const MarketChoice& choice);
    /// What is chosen next is made anew, though it were the same.
    void forget_market() { market_ = {}; }
    /// Tells these fields and this market from others.
    std::uint32_t fingerprint() const;

    const Catalogue& catalogue() const { return catalogue_; }
    const Market& market() const { return market_; }

    struct Person {
        Role role = Role::adult;
        bool is_registrable = false;
        Score score{};
        std::vector<Counted> fields{};

        Part part() const {
            return {.score = score.score,
                    .legal = score.legal,
                    .operational = score.operational,
                    .commercial = score.commercial,
                    .is_registrable = is_registrable};
        }
    };
    /// Nothing for a person without live stay. Asked by itself when `moments` says so.
    std::optional<Person> person(const Uuid& uid, UtcTime now);

    /// Who is known to stay, the lead first. A person whose next stay is another one counts as at
    /// that.
    std::vector<Uuid> persons_of(const Uuid& stay);

  private:
    std::vector<std::string> leave_out_what_is_refused();
    void make_sheet();

    storage::Database& database_;
    rules::Moments& moments_;
    Catalogue catalogue_;
    std::uint32_t files_ = 0;  ///< a sum of their texts
    Market market_;
    std::optional<rules::Sheet> sheet_;
};

}  // namespace stayd::insight
