#include "tests/sim/world/staff_acts.hpp"

#include <fmt/format.h>

#include <set>

#include "tests/sim/mews/record_lists.hpp"

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;
using journal::Kind;
using model::ReservationState;
using Commands = std::vector<v1::Command>;

constexpr std::size_t enough = 40;

/// One look at the hotel by somebody who is about to do something.
struct Looking {
    const Pms& pms;
    UtcTime now;
    const std::string& word;
    Commands commands{};

    const Hotel& hotel() const { return pms.hotel(); }
    v1::Command& add() { return commands.emplace_back(); }
    bool is_enough() const { return commands.size() >= enough; }
};

void put(google::protobuf::Timestamp* to, UtcTime time) {
    to->set_seconds(to_ms(time) / 1000);
}

template <class Fields>
void add_field(Fields* fields, const char* name, const std::string& value) {
    auto* field = fields->Add();
    field->set_name(name);
    field->set_value(value);
}

bool is_of_a_guest(const Reservation& stay) {
    return stay.account_type == model::AccountType::customer;
}
bool is_near(const Reservation& stay, UtcTime now) {
    return stay.holds_room() && stay.scheduled_start_utc < now + 36h &&
           stay.scheduled_end_utc > now - 12h;
}

/// The stays of guests that are so.
template <class Claim>
std::vector<const Reservation*> stays(const Looking& looking, Claim is_so) {
    std::vector<const Reservation*> found;
    for (const auto& stay : looking.hotel().reservations.rows()) {
        if (is_of_a_guest(stay) && is_so(stay)) found.push_back(&stay);
    }
    return found;
}
std::vector<const Reservation*> near_stays(const Looking& looking) {
    return stays(looking, [&](const Reservation& stay) { return is_near(stay, looking.now); });
}

// Rooms

void set_room_states(Looking& looking) {
    static constexpr std::pair<model::ResourceState, v1::ResourceState> states[] = {
        {model::ResourceState::dirty, v1::RESOURCE_STATE_DIRTY},
        {model::ResourceState::clean, v1::RESOURCE_STATE_CLEAN},
        {model::ResourceState::inspected, v1::RESOURCE_STATE_INSPECTED}};
    for (const auto& room : looking.hotel().resources.rows()) {
        if (!room.is_active || room.state == model::ResourceState::out_of_order) continue;
        for (const auto& [state, wanted] : states) {
            if (state == room.state) continue;
            auto* set = looking.add().mutable_set_room_state();
            set->set_room_id(bytes_of(room.id));
            set->set_state(wanted);
        }
    }
}

void block_rooms(Looking& looking) {
    auto days = 200;
    for (const auto& room : looking.hotel().resources.rows()) {
        if (!room.is_active) continue;
        auto* block = looking.add().mutable_block_room();
        block->set_room_id(bytes_of(room.id));
        block->set_type(days % 2 == 0 ? v1::BLOCK_TYPE_OUT_OF_ORDER : v1::BLOCK_TYPE_INTERNAL_USE);
        block->set_reason("Leak " + looking.word);
        put(block->mutable_start(), looking.now + 24h * days);
        put(block->mutable_end(), looking.now + 24h * (days + 2));
        ++days;
    }
}

void end_blocks(Looking& looking) {
    for (const auto& block : looking.hotel().resource_blocks.rows()) {
        if (block.is_active && text_in(block, "Name").find("Leak") == std::string::npos)
            looking.add().mutable_end_block()->set_block_id(bytes_of(block.id));
    }
}

// Stays

void check_in(Looking& looking) {
    const auto arriving = stays(looking, [&](const Reservation& stay) {
        return stay.state == ReservationState::confirmed && stay.assigned_resource_id &&
               stay.scheduled_start_utc <= looking.now && stay.scheduled_end_utc > looking.now;
    });
    for (const auto* stay : arriving)
        looking.add().mutable_check_in()->set_reservation_id(bytes_of(stay->id));
}

void check_out(Looking& looking) {
    const auto leaving = stays(looking, [&](const Reservation& stay) {
        return stay.state == ReservationState::started &&
               stay.scheduled_end_utc < looking.now + 12h;
    });
    for (const auto* stay : leaving) {
        auto* out = looking.add().mutable_check_out();
        out->set_reservation_id(bytes_of(stay->id));
        if (stay->balance_minor != 0) out->set_open_balance_reason("Pays by transfer.");
    }
}

void move_stays(Looking& looking) {
    const auto coming = stays(looking, [&](const Reservation& stay) {
        return stay.state == ReservationState::confirmed && stay.scheduled_end_utc > looking.now &&
               !stay.assigned_resource_locked;
    });
    const auto& rooms = looking.hotel().resources.rows();
    std::vector<std::vector<const Reservation*>> of_room(rooms.size());
    for (const auto& stay : looking.hotel().reservations.rows()) {
        if (!stay.holds_room() || !stay.assigned_resource_id) continue;
        if (const auto at = looking.hotel().resources.exact_place(*stay.assigned_resource_id))
            of_room[*at].push_back(&stay);
    }
    for (const auto* stay : coming) {
        const auto overlaps = [&](const Reservation* other) {
            return other->scheduled_start_utc < stay->scheduled_end_utc &&
                   other->scheduled_end_utc > stay->scheduled_start_utc;
        };
        for (std::size_t at = 0; at < rooms.size(); ++at) {
            if (!rooms[at].is_active || rooms[at].id == stay->assigned_resource_id ||
                std::ranges::any_of(of_room[at], overlaps))
                continue;
            auto* move = looking.add().mutable_move_stay();
            move->set_reservation_id(bytes_of(stay->id));
            move->set_room_id(bytes_of(rooms[at].id));
            break;
        }
        if (looking.is_enough()) return;
    }
}

/// The last ones first: the first ones are moved.
void set_stay_times(Looking& looking) {
    auto coming = stays(looking, [&](const Reservation& stay) {
        return stay.state == ReservationState::confirmed &&
               stay.scheduled_start_utc > looking.now + 36h;
    });
    for (auto stay = coming.rbegin(); stay != coming.rend() && !looking.is_enough(); ++stay) {
        auto* times = looking.add().mutable_set_stay_times();
        times->set_reservation_id(bytes_of((*stay)->id));
        put(times->mutable_end(), (*stay)->scheduled_end_utc + 1h);
    }
}

void let_guests_wait(Looking& looking) {
    for (const auto* stay : near_stays(looking)) {
        if (stay->state != ReservationState::confirmed) continue;
        auto* waiting = looking.add().mutable_set_guest_waiting();
        waiting->set_reservation_id(bytes_of(stay->id));
        waiting->set_waiting(looking.commands.size() % 3 != 0);
    }
}

void record_of_stays(Looking& looking) {
    for (const auto* stay : near_stays(looking)) {
        auto* record = looking.add().mutable_record();
        record->set_subject_id(bytes_of(stay->id));
        record->set_name("upgrade_reason");
        record->set_value(looking.word);
    }
}

// Guests, companies and what belongs to them

void record_of_guests(Looking& looking) {
    for (const auto* stay : near_stays(looking)) {
        auto* record = looking.add().mutable_record();
        record->set_subject_id(bytes_of(stay->account_id));
        record->set_name("kinship");
        record->set_value(looking.word);
    }
}

void update_guests(Looking& looking) {
    for (const auto* stay : near_stays(looking)) {
        auto* update = looking.add().mutable_update_guest();
        update->set_guest_id(bytes_of(stay->account_id));
        add_field(update->mutable_fields(), "Phone", "+351 21 " + looking.word);
    }
}

void update_companies(Looking& looking) {
    for (const auto& company : looking.hotel().companies.rows()) {
        if (!company.is_active) continue;
        auto* update = looking.add().mutable_update_company();
        update->set_company_id(bytes_of(company.id));
        add_field(update->mutable_fields(), "ContactPerson", "Rui Alves " + looking.word);
    }
}

/// Of guests who have one, or have none: of these it is the first.
void set_addresses(Looking& looking, bool has_one) {
    for (const auto* stay : near_stays(looking)) {
        const bool is_there =
            std::ranges::any_of(looking.hotel().addresses.rows(), [&](const Record& row) {
                return row.is_active && id_in(row, "AccountId") == stay->account_id;
            });
        if (is_there != has_one) continue;
        auto* address = looking.add().mutable_set_address();
        address->set_guest_id(bytes_of(stay->account_id));
        add_field(address->mutable_fields(), "Line1", "Rua Nova " + looking.word);
        add_field(address->mutable_fields(), "City", "Tavira");
        if (!has_one) add_field(address->mutable_fields(), "CountryCode", "PT");
    }
}
void add_addresses(Looking& looking) {
    set_addresses(looking, false);
}
void update_addresses(Looking& looking) {
    set_addresses(looking, true);
}

void add_documents(Looking& looking) {
    for (const auto* stay : near_stays(looking)) {
        auto* document = looking.add().mutable_add_document();
        document->set_guest_id(bytes_of(stay->account_id));
        add_field(document->mutable_fields(), "Type", "Passport");
        add_field(document->mutable_fields(), "Number", "X" + looking.word);
    }
}

void remove_documents(Looking& looking) {
    for (const auto& document : looking.hotel().identity_documents.rows()) {
        if (!document.is_active) continue;
        looking.add().mutable_remove_document()->set_document_id(bytes_of(document.id));
        if (looking.is_enough()) return;
    }
}

/// Guests of other stays come along where there is a bed left.
void add_companions(Looking& looking) {
    const auto near = near_stays(looking);
    std::map<Uuid, std::set<Uuid>> there;
    for (const auto& row : looking.hotel().companionships.rows()) {
        if (row.reservation_id) there[*row.reservation_id].insert(row.customer_id);
    }
    for (std::size_t at = 0; at < near.size() && !looking.is_enough(); ++at) {
        const auto& stay = *near[at];
        const auto& guest = near[(at + near.size() / 2) % near.size()]->account_id;
        int persons = 0;
        for (const auto& group : stay.person_counts) persons += group.count;
        if (there[stay.id].contains(guest) || stay.account_id == guest ||
            persons <= static_cast<int>(there[stay.id].size()))
            continue;
        auto* companion = looking.add().mutable_add_companion();
        companion->set_reservation_id(bytes_of(stay.id));
        companion->set_guest_id(bytes_of(guest));
    }
}

void remove_companions(Looking& looking) {
    for (const auto& row : looking.hotel().companionships.rows()) {
        if (looking.is_enough()) return;
        if (!row.reservation_id) continue;
        const auto* stay = looking.hotel().reservations.find(*row.reservation_id);
        if (stay == nullptr || stay->state != ReservationState::started) continue;
        auto* companion = looking.add().mutable_remove_companion();
        companion->set_reservation_id(bytes_of(stay->id));
        companion->set_guest_id(bytes_of(row.customer_id));
    }
}

// Texts and sales

void add_stay_notes(Looking& looking) {
    for (const auto* stay : near_stays(looking)) {
        auto* note = looking.add().mutable_add_stay_note();
        note->set_reservation_id(bytes_of(stay->id));
        note->set_text("Cot wanted " + looking.word);
    }
}

void add_guest_notes(Looking& looking) {
    for (const auto* stay : near_stays(looking)) {
        auto* note = looking.add().mutable_add_guest_note();
        note->set_guest_id(bytes_of(stay->account_id));
        note->set_text("Prefers stairs " + looking.word);
    }
}

void send_messages(Looking& looking) {
    for (const auto* stay : near_stays(looking)) {
        auto* message = looking.add().mutable_send_message();
        message->set_reservation_id(bytes_of(stay->id));
        message->set_text("Your room is ready " + looking.word);
    }
}

/// A conversation is opened with its first message. The PMS does not say whose it is: whether there
/// is one the box knows.
void open_threads(Looking& looking) {
    const auto coming = stays(looking, [&](const Reservation& stay) {
        return stay.holds_room() && stay.scheduled_end_utc > looking.now;
    });
    for (const auto* stay : coming) {
        auto* message = looking.add().mutable_send_message();
        message->set_reservation_id(bytes_of(stay->id));
        message->set_text("Welcome " + looking.word);
    }
}

/// Of the service that is stayed at, and of others: these are two calls of the PMS.
void sell_products(Looking& looking) {
    for (const auto* stay : near_stays(looking)) {
        const auto service = stay->service_id.to_string();
        for (const bool of_the_stay : {true, false}) {
            for (const auto& product : looking.hotel().products.rows()) {
                if (!product.is_active || product.body.at("IsDefault").as_bool() ||
                    (text_in(product, "ServiceId") == service) != of_the_stay)
                    continue;
                auto* sale = looking.add().mutable_sell_product();
                sale->set_reservation_id(bytes_of(stay->id));
                sale->set_product_id(bytes_of(product.id));
                sale->set_count(1 + static_cast<unsigned>(looking.commands.size()) % 5);
                break;
            }
        }
        if (looking.is_enough()) return;
    }
}

// Tasks

void create_tasks(Looking& looking) {
    auto* alone = looking.add().mutable_create_task();
    alone->set_title("Kettle " + looking.word);
    for (const auto& room : looking.hotel().resources.rows()) {
        auto* task = looking.add().mutable_create_task();
        task->set_title("Kettle " + looking.word);
        task->set_room_id(bytes_of(room.id));
    }
}

/// Those that were born in the PMS; the box's own are known to whoever made them.
void complete_tasks(Looking& looking) {
    for (const auto& task : looking.hotel().tasks.rows()) {
        if (!task.closed_utc) looking.add().mutable_complete_task()->set_task_id(bytes_of(task.id));
    }
}

void accept_tasks(Looking& looking) {
    for (const auto& task : looking.hotel().tasks.rows()) {
        if (!task.closed_utc) looking.add().mutable_accept_task()->set_task_id(bytes_of(task.id));
    }
}

struct Act {
    Kind kind;
    void (*look)(Looking&);
};
/// Of changes a device knows by itself.
constexpr Act acts[] = {{Kind::set_room_state, set_room_states},
                        {Kind::block_room, block_rooms},
                        {Kind::end_block, end_blocks},
                        {Kind::check_in, check_in},
                        {Kind::check_out, check_out},
                        {Kind::move_stay, move_stays},
                        {Kind::set_stay_times, set_stay_times},
                        {Kind::set_guest_waiting, let_guests_wait},
                        {Kind::record_of_stay, record_of_stays},
                        {Kind::record_of_guest, record_of_guests},
                        {Kind::update_guest, update_guests},
                        {Kind::update_company, update_companies},
                        {Kind::add_address, add_addresses},
                        {Kind::update_address, update_addresses},
                        {Kind::add_document, add_documents},
                        {Kind::remove_document, remove_documents},
                        {Kind::add_companion, add_companions},
                        {Kind::remove_companion, remove_companions},
                        {Kind::add_stay_note, add_stay_notes},
                        {Kind::add_guest_note, add_guest_notes},
                        {Kind::open_thread, open_threads},
                        {Kind::send_message, send_messages},
                        {Kind::sell_product, sell_products},
                        {Kind::create_task, create_tasks},
                        {Kind::complete_task, complete_tasks},
                        {Kind::accept_task, accept_tasks}};

}  // namespace

std::string bytes_of(const Uuid& id) {
    return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

Commands possible_acts(Kind kind, const Pms& pms, UtcTime now, const std::string& word) {
    Looking looking{pms, now, word};
    const auto found = std::ranges::find(acts, kind, &Act::kind);
    if (found != std::end(acts)) found->look(looking);
    return std::move(looking.commands);
}

}  // namespace stayd::sim
