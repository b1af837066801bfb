#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/local_day.hpp"
#include "house/input.hpp"
#include "insight/arrival_readiness.hpp"
#include "insight/completeness_files.hpp"
#include "insight/readiness.hpp"
#include "journal/journal.hpp"
#include "mirror/mirror.hpp"
#include "mirror/streams.hpp"
#include "operations/opportunities.hpp"
#include "operations/tasks.hpp"

/// What people see of the house, as plain values: functions of the committed tables and nothing
/// else. `publish` and `http` write them in their own forms.
namespace stayd::house {

/// The newest staff change of a thing, as far as it is worth a badge.
struct Mark {
    Uuid change;
    journal::Stage stage = journal::Stage::ready;
    bool waits = false;  ///< ready, but the line is down or a try has failed
    UtcTime since{};
    std::string by;
    std::string reason;
};

enum class Occupancy { vacant, occupied, due_out };

/// Who is in a room, by number alone.
struct StayInRoom {
    Uuid id;
    std::string number;
};

struct RoomView {
    Uuid id;
    std::string name;
    std::string floor;
    std::string category;
    model::ResourceState state = model::ResourceState::other;
    model::ResourceState pms_state = model::ResourceState::other;
    Occupancy occupancy = Occupancy::vacant;
    std::optional<UtcTime> departure;
    std::optional<UtcTime> next_arrival;
    UtcTime state_since{};
    std::string state_by;
    std::optional<Mark> mark;
    std::optional<StayInRoom> stay;
};

/// How complete the profiles of a stay's persons are. It names them.
struct ProfileView {
    struct Gap {
        std::string field;  ///< "F22"
        std::string name{};
        insight::Tier tier = insight::Tier::operational;
        int weight = 0;
        int quality = 0;  ///< 0 missing or invalid, 1 doubtful
        int points_lost = 0;
        std::optional<UtcTime> due{};
        std::string fix{};
        std::string who{};
        bool blocks_check_in = false;
        bool blocks_check_out = false;
        bool blocks_report = false;
    };
    struct Person {
        std::string name;
        insight::Role role = insight::Role::adult;
        int score = 0;
        int legal = 100;
        std::vector<Gap> gaps{};
        int operational = 100;
        int commercial = 100;
        std::string market{};
        bool needs_all_persons = false;  ///< the market does, of each stay
        bool is_registrable = false;
    };
    std::string market;
    int score = 0;
    int legal = 100;
    int operational = 100;
    int commercial = 100;
    int missing_persons = 0;  ///< counted, and not known
    std::vector<Person> persons{};
};

struct ArrivalView {
    Uuid id;
    std::string number;
    std::string guest;  ///< "Okafor, Ngozi"; empty while the name is not read yet
    int persons = 0;
    bool important = false;
    UtcTime scheduled_start{};
    UtcTime scheduled_end{};
    int nights = 0;
    std::string category;
    std::optional<Uuid> room_id;
    std::string room;
    model::ResourceState room_state = model::ResourceState::other;
    bool arrived = false;
    bool left = false;
    std::vector<insight::Blocker> blockers;
    std::optional<UtcTime> waiting_since;
    std::string display_code;
    std::optional<Mark> mark;
    std::optional<insight::Readiness> readiness{};  ///< none before rules are loaded
    std::optional<ProfileView> profile{};           ///< none then, and when nobody is known
};

struct TaskView {
    operations::Task task;
    std::string department;
    std::string room;
    std::optional<Mark> mark;
};

struct ChangeView {
    journal::Change change;
    std::string what;  ///< "Room 214: Clean"; no guest's name
    bool waits = false;
    /// A field that staff and somebody in the PMS had changed.
    struct Conflict {
        std::string field;  ///< the PMS's name of it: "State", "Phone"
        std::string before;
        std::string ours;
        std::string theirs;
        bool ours_chosen = false;
    };
    std::vector<Conflict> conflicts{};
    std::string next_step{};  ///< what a person can do about it
    bool can_reapply = false;
};

/// What a rule says of something, for the desk: it names the guest.
struct FindingView {
    operations::Finding finding;
    std::string name{};  ///< of the rule
    std::string about{};
    std::string message{};
    std::string fix{};
    std::string role{};
    int priority = 50;
    int max_age_minutes = 0;
    std::vector<std::pair<std::string, std::string>> facts{};  ///< by the names of fact columns
    std::optional<Uuid> stay{};  ///< it is about, or the person's next one
    std::optional<UtcTime> arrival{};
};

struct RuleView {
    Uuid id;
    rules::Rule rule;
    std::string text{};  ///< TOML
    std::string file{};
    std::string by{};
    UtcTime since{};
};

/// What can be offered to a guest, for the desk: it names the guest.
struct OpportunityView {
    operations::Opportunity opportunity;
    std::string number{};  ///< of the reservation
    std::string guest{};
    std::string room{};
    std::optional<UtcTime> arrival{};
    std::optional<UtcTime> departure{};
};

struct StatusView {
    Line line = Line::unknown;
    std::optional<UtcTime> line_since;
    std::optional<UtcTime> last_contact;
    std::string line_cause;
    std::string first_sync_step;  ///< the list being read; empty: complete
    int lists_done = 0;           ///< read whole once, or not allowed to us
    int lists_total = 0;
    std::int64_t rows = 0;
    struct StreamView {
        mirror::Stream stream;
        std::int64_t rows = 0;  ///< in the mirror
        int percent = 0;        ///< of the read of the whole scope under way, an estimate

        std::string_view name() const { return to_text(stream.list); }
        bool done() const { return stream.swept || stream.trouble == mirror::Trouble::not_allowed; }
    };
    std::vector<StreamView> streams;
    journal::Balance balance;
};

struct DirectoryView {
    struct Department {
        Uuid id;
        std::string name;
    };
    std::string hotel;
    std::string time_zone;
    Duration arrival_from{0};
    Duration departure_until{0};
    std::vector<Department> departments;
    std::vector<std::string> categories;
};

struct DashboardView {
    UtcTime business_day{};
    int arrivals_total = 0, arrivals_left = 0, arrivals_ready = 0, arrivals_waiting = 0;
    int departures_total = 0, departures_left = 0;
    int rooms_total = 0, rooms_occupied = 0;
    std::vector<std::pair<model::ResourceState, int>> rooms;
    int tasks_open = 0, tasks_late = 0;
    int changes_waiting = 0, changes_to_read = 0;
};

/// A person who made changes here.
struct StaffUser {
    std::string name;
    UtcTime first_seen{};
    UtcTime last_seen{};
};

struct LobbySignView {
    struct Entry {
        std::string display_code;
        bool ready = false;
        UtcTime until{};
    };
    std::string hotel;
    std::string time_zone;
    Duration arrival_from{0};
    Duration departure_until{0};
    std::vector<Entry> queue;
};

/// "Okafor Silva, Ngozi", as the desk says it.
std::string join_name(std::string last, const std::string& second_last, const std::string& first);

class Views {
  public:
    explicit Views(storage::Database& database)
        : database_(database),
          mirror_(database),
          streams_(database),
          journal_(database),
          tasks_(database),
          findings_(database),
          opportunities_(database) {}

    std::optional<RoomView> room(const Uuid& id);
    /// Only stays that belong on today's arrivals board: due today, overdue since up to three days,
    /// or arrived today.
    std::optional<ArrivalView> arrival(const Uuid& id);
    /// Only of stays that still matter and of which somebody is known.
    std::optional<ProfileView> profile(const Uuid& stay);
    /// The same of one person, at their next stay.
    std::optional<ProfileView::Person> person(const Uuid& customer);
    /// Only open tasks, and those done this business day.
    std::optional<TaskView> task(const Uuid& id);
    /// Only changes that wait for the PMS, and refused or replaced ones nobody has put away.
    std::optional<ChangeView> change(const Uuid& id);
    /// Only those that are not settled.
    std::optional<FindingView> finding(const Uuid& id);
    std::optional<RuleView> rule(const Uuid& uid);
    std::optional<OpportunityView> opportunity(const Uuid& id);
    StatusView status();
    std::vector<StaffUser> staff_users();
    DirectoryView directory();
    DashboardView dashboard(UtcTime now);
    LobbySignView lobby_sign();
    Duration clock_offset();

  private:
    std::optional<Mark> mark(const Uuid& subject);
    void name_guest(ArrivalView& view, const Uuid& account);
    std::string kept_profile(rules::Subject subject, const Uuid& uid);
    std::vector<ProfileView::Gap> gaps_in(const std::string& profile);
    std::string name_of_customer(const Uuid& uid);
    bool line_is_up();
    void say_what_it_is_about(FindingView& view);
    std::string what_it_is(const journal::Change& change);
    std::string room_name(const Uuid& id);
    std::string stay_number(const Uuid& id);
    std::string value_in_words(const journal::Change& change, const std::string& field,
                               const journal::Fields::Value& value);
    std::optional<StayInRoom> stay_in(const Uuid& room);
    std::vector<ChangeView::Conflict> conflicts_of(const journal::Change& change);

    storage::Database& database_;
    mirror::Mirror mirror_;
    mirror::Streams streams_;
    journal::Journal journal_;
    operations::Tasks tasks_;
    operations::Findings findings_;
    operations::Opportunities opportunities_;
};

}  // namespace stayd::house
