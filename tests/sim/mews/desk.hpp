#pragma once

#include <boost/json.hpp>
#include <deque>
#include <string>
#include <vector>

#include "tests/sim/mews/hotel.hpp"
#include "tests/sim/mews/parameters.hpp"
#include "tests/sim/mews/split_mix.hpp"

namespace stayd::sim {

enum class Actor { our_client, other_user };
std::string_view to_text(Actor actor);

/// When, and by whom.
struct Stamp {
    UtcTime now;
    Actor by = Actor::our_client;
};

/// One change the PMS has taken. A test counts these to know that a change arrived once.
struct AppliedWrite {
    std::string kind{};   ///< "room_state", "room_name", "task_added", "task_closed", "started",
                          ///< "processed", "assigned" …
    Uuid id{};            ///< of the room, task, reservation or guest
    std::string value{};  ///< the new state, the task's name, the room's id …
    UtcTime at;
    Actor by = Actor::our_client;
    bool changed = true;  ///< false: it was so already
};

struct TaskDraft {
    std::string name{};
    std::string description{};
    std::optional<Uuid> department_id{};
    std::optional<Uuid> service_order_id{};
    UtcTime deadline_utc{};
};

/// A stay entered by hand, of one guest.
struct StayDraft {
    std::string first_name{};
    std::string last_name{};
    char category = 'A';
    UtcTime start_utc{};
    UtcTime end_utc{};
    int adults = 1;
};

/// The one place where the hotel's rows change: what a change means (a check-out leaves a dirty
/// room), what it tells the socket, and the book of applied writes. Who may do what is asked
/// before, in writes.cpp and control.cpp.
class Desk {
  public:
    Desk(Hotel& hotel, SplitMix& random) : hotel_(hotel), random_(random) {}

    void set_room_state(Resource& room, model::ResourceState state, const std::string& reason,
                        Stamp stamp);
    void rename_room(Resource& room, const std::string& name, Stamp stamp);
    void describe_room(Resource& room, const std::optional<std::string>& floor,
                       const std::optional<std::string>& location_notes, Stamp stamp);

    Task& add_task(TaskDraft draft, Stamp stamp);
    void close_task(Task& task, Stamp stamp);

    void start(Reservation& reservation, Stamp stamp);
    void process(Reservation& reservation, Stamp stamp);
    void cancel(Reservation& reservation, std::string reason, Stamp stamp);
    void assign(Reservation& reservation, std::optional<Uuid> room_id, Stamp stamp);
    void reschedule(Reservation& reservation, UtcTime start, UtcTime end, Stamp stamp);
    Reservation& book(const StayDraft& draft, Stamp stamp);
    /// Enters the next real booking of the data; null when none is left.
    Reservation* book_next(Stamp stamp);
    void rename_guest(Customer& guest, std::string first_name, std::string last_name, Stamp stamp);

    /// The stay that keeps `room_id` busy at any time from `start` to `end`, other than
    /// `apart_from`.
    const Reservation* occupant(const Uuid& room_id, UtcTime start, UtcTime end,
                                const Uuid& apart_from) const;

    const std::vector<AppliedWrite>& writes() const { return writes_; }
    /// What the changes since the last call tell the socket.
    json::array take_events() { return std::exchange(events_, {}); }

  private:
    void note(std::string kind, const Uuid& id, std::string value, Stamp stamp,
              bool changed = true);
    void touch(Reservation& reservation, Stamp stamp);
    Uuid profile(Stamp stamp) const;

    Hotel& hotel_;
    SplitMix& random_;
    std::vector<AppliedWrite> writes_{};
    json::array events_;
};

}  // namespace stayd::sim
