#include "tests/sim/mews/city_tasks.hpp"

#include <fmt/format.h>

#include "tests/sim/mews/city_house.hpp"

namespace stayd::sim {
namespace {

using model::ReservationState;
using namespace std::chrono_literals;

constexpr std::size_t guests_tasks = 18;

struct Work {
    const char* department;
    const char* name;  ///< {} is the room
};

constexpr Work wishes[] = {
    {"Housekeeping", "Extra pillows in {}"},
    {"Housekeeping", "Separate the beds in {}"},
    {"Front desk", "Quiet room asked for: check {}"},
    {"Concierge", "Luggage up to {}"},
    {"Food and beverage", "Fruit and water in {}"},
    {"Front desk", "Early arrival for {}: call when the room is ready"},
    {"Concierge", "Airport transfer for {}"},
    {"Housekeeping", "Feather-free bedding in {}"},
};
constexpr Work repairs[] = {
    {"Maintenance", "Tap drips in {}"},
    {"Maintenance", "Air conditioning is loud in {}"},
    {"Maintenance", "Safe does not open in {}"},
    {"Maintenance", "Replace the bulb over the desk in {}"},
    {"Housekeeping", "Deep clean of {}"},
    {"Housekeeping", "Stain on the carpet in {}"},
    {"Food and beverage", "Refill the minibar in {}"},
};

class TaskMaker {
  public:
    TaskMaker(Hotel& hotel, UtcTime now, SplitMix& random)
        : hotel_(hotel), now_(now), random_(random) {}

    std::size_t made() const { return tasks_.size(); }

    void add(const Work& work, const std::string& room, std::string description,
             const Reservation* stay, UtcTime deadline) {
        // Yesterday's day or this morning.
        const auto ago = std::chrono::minutes{
            random_.chance(40) ? 10 + random_.below(2 * 60) : 13 * 60 + random_.below(12 * 60)};
        const auto created = now_ - ago;
        Task task{
            .id = random_.guid(),
            .name = fmt::format(fmt::runtime(work.name), room),
            .description = std::move(description),
            .department_id = std::ranges::find(hotel_.departments.rows(),
                                               std::string{work.department}, &Department::name)
                                 ->id,
            .created_utc = created,
            .deadline_utc = deadline};
        if (stay != nullptr) {
            task.created_utc = std::max(task.created_utc, stay->created_utc);
            task.service_order_id = stay->id;
        }
        if (random_.chance(30)) task.closed_utc = task.created_utc + (now_ - task.created_utc) / 2;
        for (auto* time : {&task.created_utc, &task.deadline_utc})
            *time = std::chrono::floor<std::chrono::seconds>(*time);
        if (task.closed_utc)
            *task.closed_utc = std::chrono::floor<std::chrono::seconds>(*task.closed_utc);
        tasks_.push_back(std::move(task));
    }

    void keep() {
        std::ranges::stable_sort(tasks_, {}, &Task::created_utc);
        for (auto& task : tasks_) hotel_.tasks.add(std::move(task));
    }

  private:
    Hotel& hotel_;
    UtcTime now_;
    SplitMix& random_;
    std::vector<Task> tasks_;
};

}  // namespace

void add_tasks(Hotel& hotel, const std::vector<StaySource>& sources, UtcTime now,
               SplitMix& random) {
    const auto today = day_in_lisbon(now);
    TaskMaker maker{hotel, now, random};
    for (const auto& source : sources) {
        const auto* stay = hotel.reservations.find(source.reservation_id);
        if (stay == nullptr || stay->state != ReservationState::confirmed ||
            !stay->assigned_resource_id)
            continue;
        if (day_in_lisbon(stay->scheduled_start_utc) != today) continue;
        const auto& room = hotel.resources.find(*stay->assigned_resource_id)->name;
        if (source.babies > 0) {
            maker.add({"Housekeeping", "Baby cot in {}"}, room, "", stay,
                      stay->scheduled_start_utc - 1h);
        }
        if (source.requests > 0 && maker.made() < guests_tasks) {
            const auto& wish = wishes[random.below(std::size(wishes))];
            maker.add(wish, room,
                      source.requests > 1 ? "Asked for with the booking, see its notes." : "", stay,
                      stay->scheduled_start_utc - 30min);
        }
    }
    for (const auto& repair : repairs) {
        const auto& room = hotel.resources.rows()[random.below(hotel.resources.size())].name;
        maker.add(repair, room, "", nullptr,
                  in_lisbon(today, 8h + std::chrono::hours{random.below(11)}));
    }
    maker.keep();
}

}  // namespace stayd::sim
