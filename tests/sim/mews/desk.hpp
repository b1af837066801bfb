#pragma once

#include <boost/json.hpp>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "tests/sim/mews/charges.hpp"
#include "tests/sim/mews/drafts.hpp"
#include "tests/sim/mews/record_lists.hpp"
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
    std::string kind{};   ///< "room_state", "room_name", "room_data"; "task_added", "task_closed";
                          ///< "started", "processed", "canceled", "booked", "assigned",
                          ///< "rescheduled", "room_locked", "room_unlocked", "stay_changed";
                          ///< "companion_added", "companion_removed"; "guest_added",
                          ///< "guest_changed", "guest_renamed"; "product_added",
                          ///< "order_item_added"; of a record "<noun>_added", "_changed",
                          ///< "_deleted" with the noun of record_lists.cpp
    Uuid id{};            ///< of the row; a product's is that of its stay
    std::string value{};  ///< the new state, the task's name, the room's name, what was written …
    UtcTime at;
    Actor by = Actor::our_client;
    bool changed = true;  ///< false: it was so already
};

/// The one place where the hotel's rows change: what a change means (a check-out leaves a dirty
/// room), what it tells the socket, and the book of applied writes. Who may do what is asked
/// before, in writes.cpp and control.cpp.
class Desk {
  public:
    Desk(Hotel& hotel, SplitMix& random);

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

    // What staff write on stays and guests (desk_changes.cpp).

    /// All at once: one event, and one entry in the book for each of the room, its lock, the dates
    /// and the rest.
    void change_stay(Reservation& stay, const StayChange& change, Stamp stamp);
    Customer& add_guest(const GuestChange& profile, Stamp stamp);
    void change_guest(Customer& guest, const GuestChange& change, Stamp stamp);

    // Records (desk_records.cpp).

    Record& add(Records table, const json::object& members, Stamp stamp);
    void change(Records table, Record& record, const json::object& members, Stamp stamp);
    /// As its list shows a deletion: the row vanishes or becomes inactive.
    void erase(Records table, const Uuid& id, Stamp stamp);
    /// For a row of master data its caller has changed.
    template <class Row>
    void amended(Row& row, std::string kind, std::string value, Stamp stamp) {
        row.updated_utc = std::chrono::floor<std::chrono::seconds>(stamp.now);
        note(std::move(kind), row.id, std::move(value), stamp);
    }

    Companionship& add_companion(const Reservation& stay, const Customer& guest, Stamp stamp);
    void remove_companion(const Uuid& companionship_id, Stamp stamp);

    /// An out-of-order block in force makes its room out of order; without one it is dirty.
    Record& add_block(Resource& room, const BlockDraft& draft, Stamp stamp);
    void delete_block(Record& block, Stamp stamp);
    /// What blocks that have begun or ended since the last time do to their rooms.
    void follow_blocks(Stamp stamp);

    // Charges and payments (desk_money.cpp).

    /// Charges a stay; what a guest in the house is charged, he owes.
    OrderItem& charge(Reservation& stay, const Record& product, int count, Stamp stamp);
    /// Charges a product of the stay once or once a night; the ids of the charges.
    std::vector<Uuid> add_product(Reservation& stay, const Record& product,
                                  const ProductDraft& draft, Stamp stamp);
    void cancel_item(OrderItem& item, Stamp stamp);
    /// `type` is one of "CashPayment", "CreditCardPayment", "ExternalPayment"; `cents` came in.
    Record& pay(Reservation& stay, std::int64_t cents, std::string_view type, Stamp stamp);
    Record& open_bill(const Reservation& stay, Stamp stamp);
    void close_bill(Record& bill, Stamp stamp);
    Record& place_order(const OrderDraft& draft, Stamp stamp);
    /// Of a product of an additional service.
    Record& order(const Reservation& stay, const Record& product, int count, Stamp stamp);
    void cancel_order(Record& order, Stamp stamp);

    /// `sender` is "Enterprise" or "Application".
    Record& post_message(Record& thread, const std::string& text, std::string_view sender,
                         Stamp stamp);

    /// The stay that keeps `room_id` busy at any time from `start` to `end`, other than
    /// `apart_from`.
    const Reservation* occupant(const Uuid& room_id, UtcTime start, UtcTime end,
                                const Uuid& apart_from) const;

    const std::vector<AppliedWrite>& writes() const { return writes_; }
    /// When the room's state was last made another one: by hand, or as a part of another change.
    UtcTime turned_at(const Uuid& room_id) const {
        const auto found = turned_.find(room_id);
        return found == turned_.end() ? UtcTime{} : found->second;
    }
    /// What the changes since the last call tell the socket.
    json::array take_events() { return std::exchange(events_, {}); }

  private:
    void note(std::string kind, const Uuid& id, std::string value, Stamp stamp,
              bool changed = true);
    void touch(Reservation& reservation, Stamp stamp);
    /// As `set_room_state`, as a part of another change.
    void turn(Resource& room, model::ResourceState state, Stamp stamp);
    void enter(Customer& guest, const GuestChange& change, Stamp stamp);
    void enter_address(Customer& guest, const json::object& members, Stamp stamp);
    Uuid profile(Stamp stamp) const;
    /// What comes with a new stay: its group, where it came from, what it costs.
    void complete(const Reservation& stay, std::string_view source_type, StayPrice price,
                  Stamp stamp);
    /// As `add`, as a part of another change.
    Record& put(Records table, const json::object& members, Stamp stamp);
    void close_over(Record& bill, Stamp stamp);
    /// The guest leaves: charges and payments go onto one closed bill.
    void settle(Reservation& stay, Stamp stamp);
    void cancel_items(const Uuid& service_order_id, bool with_reservation, Stamp stamp);
    /// A charge without the order and the account it belongs to.
    OrderItem blank_charge(int count, UtcTime consumed, Stamp stamp);
    OrderItem charge_of(const Record& product, int count, UtcTime consumed, Stamp stamp);
    void enter_charge(Reservation& stay, OrderItem item);
    OrderItem line_of(const OrderDraft& draft, const OrderDraft::Line& line, Stamp stamp);
    std::vector<Record*> payments_of(const Uuid& reservation_id);

    Hotel& hotel_;
    SplitMix& random_;
    SplitMix record_random_;  ///< of its own: what comes with a stay shifts nobody's id
    std::optional<UtcTime> blocks_followed_utc_{};
    std::vector<AppliedWrite> writes_{};
    std::map<Uuid, UtcTime> turned_{};
    json::array events_;
};

}  // namespace stayd::sim
