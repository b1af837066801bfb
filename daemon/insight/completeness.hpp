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
    int quality = 0;
    bool legal = false;
    int points_lost = 0;  ///< of 100, rounded each by itself
    bool blocks_check_in = false;
    bool blocks_check_out = false;  ///< the PMS wants whole profiles of companions (its C2)
    bool blocks_report = false;
};

struct Score {
    int raw = 100;
    int legal = 100;  ///< over the law's fields alone
    int cap = 100;
    int score = 100;
    Band band = Band::complete;
    std::vector<Gap> gaps{};  ///< in the order of the fields
};
/// Integers alone, as hotel-domain.md 1.1 has it.
Score score_of(std::span<const Counted> fields);

/// Of a lead, the others, and those who are counted but not known when the market needs all.
int stay_score(std::optional<int> lead, std::span<const int> others, int phantoms);

/// How complete people's profiles are, for the market the hotel is in.
class Completeness {
  public:
    /// After `open_facts`. Nothing is scored before `load`.
    Completeness(storage::Database& database, rules::Moments& moments);

    /// Takes the fields and markets of these files in place of all there were, and makes
    /// person_facts anew for the market that is on at `date`. What is wrong is returned and left
    /// out.
    std::vector<std::string> load(std::span<const rules::Source> sources, std::string_view date);

    const Catalogue& catalogue() const { return catalogue_; }
    const Market& market() const { return market_; }

    struct Person {
        Role role = Role::adult;
        bool is_registrable = false;
        Score score{};
        int missing_persons = 0;  ///< of the stay
    };
    /// Nothing for a person without live stay. Asked by itself when `moments` says so.
    std::optional<Person> person(const Uuid& uid, UtcTime now);

    struct Stay {
        int score = 0;
        Band band = Band::poor;
        int legal = 100;  ///< the worst of those who must be registered
    };
    /// A person whose next stay is another one counts as at that. Nothing when nobody is known.
    std::optional<Stay> stay(const Uuid& uid, UtcTime now);

  private:
    std::vector<std::string> leave_out_what_is_refused();
    std::vector<Uuid> persons_of(const Uuid& stay);

    storage::Database& database_;
    rules::Moments& moments_;
    Catalogue catalogue_;
    Market market_;
    std::optional<rules::Sheet> sheet_;
};

}  // namespace stayd::insight
