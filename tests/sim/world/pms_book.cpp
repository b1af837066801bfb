#include "tests/sim/world/pms_book.hpp"

#include <fmt/format.h>

#include "operations/tasks.hpp"
#include "tests/sim/mews/record_lists.hpp"
#include "tests/sim/mews/render.hpp"

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;
using journal::Change;
using journal::Kind;
using model::ReservationState;

/// Longer than any answer is under way from the moment in which the PMS made it.
constexpr Duration answer_is_of = 3min;

/// Before the keys of what is not marked.
constexpr std::string_view alike = "alike: ";

Uuid id_of(const std::string& text) {
    return Uuid::parse(text).value_or(Uuid{});
}

/// What in the book of a write of ours tells it from others.
std::string key_of_write(const AppliedWrite& write) {
    if (write.kind == "product_added") {  // the PMS counts persons and nights: "6 x BRK"
        const auto product = write.value.substr(write.value.find(" x "));
        return fmt::format("{}{}{}", alike, write.id.to_string(), product);
    }
    if (write.kind == "companion_added") return fmt::format("{}with {}", alike, write.value);
    if (write.kind == "address_added") {
        const auto address = json::parse(write.value).as_object();
        const auto* line = address.if_contains("Line1");
        return line == nullptr ? "" : fmt::format("{}at {}", alike, line->as_string().c_str());
    }
    if (write.kind == "order_item_added") return write.value;
    if (write.kind == "task_added") return operations::mark_of(write.value);
    if (!write.kind.ends_with("_added")) return {};
    const auto members = json::parse(write.value).as_object();
    const auto text = [&](const char* member) {
        const auto* found = members.if_contains(member);
        return found != nullptr && found->is_string() ? std::string{found->get_string()} : "";
    };
    for (const char* member : {"Name", "Text", "Content", "Subject"}) {
        if (const auto mark = operations::mark_of(text(member)); !mark.empty()) return mark;
    }
    if (write.kind == "message_added") return text("Text");
    return text("Number");
}

template <class Row>
std::string member_text(const Row& row, const Hotel& hotel, std::string_view member) {
    const auto object = render(row, hotel);
    const auto* found = object.if_contains(member);
    return found != nullptr && found->is_string() ? std::string{found->get_string()} : "";
}

/// The first of the fields that is not as wanted and has not lost, by what `of` says of each.
template <class Of>
std::string first_other(const Change& change, Of of) {
    for (const auto& [name, value] : change.value) {
        if (!change.base.has(name) || change.lost.has(name)) continue;
        if (const auto is = of(name); is != value.value_or(""))
            return fmt::format("{} is '{}' and not '{}'", name, is, value.value_or(""));
    }
    return {};
}

/// A thing of the PMS, by its id or, when a change of ours has made it, by that one's mark.
template <class Row, class Text>
const Row* find_marked(const Table<Row>& table, const Uuid& subject, Text text_of) {
    if (const auto* row = table.find(subject)) return row;
    const auto mark = operations::mark_for(subject);
    const auto found = std::ranges::find_if(
        table.rows(), [&](const Row& row) { return operations::mark_of(text_of(row)) == mark; });
    return found == table.rows().end() ? nullptr : &*found;
}

}  // namespace

std::string PmsBook::key_of(const Change& change) const {
    switch (change.kind) {
        case Kind::add_address:
            return fmt::format("{}at {}", alike, change.value.text("Line1"));
        case Kind::add_document:
            return change.value.text("Number");
        case Kind::add_companion:
            return fmt::format("{}with {}", alike,
                               pms_.hotel().reservations.find(*change.about)->number);
        case Kind::send_message:
            return change.value.text("Text");
        case Kind::sell_product: {
            const auto& stay = *pms_.hotel().reservations.find(*change.about);
            if (stay.service_id != id_of(change.value.text("Service")))
                return change.id.to_string();
            const auto* product = pms_.hotel().products.find(id_of(change.value.text("Product")));
            return fmt::format("{}{} x {}", alike, stay.id.to_string(),
                               text_in(*product, "ExternalIdentifier"));
        }
        default:
            return journal::entry(change.kind).write_class == journal::WriteClass::create
                       ? operations::mark_for(change.id)
                       : "";
    }
}

bool PmsBook::is_marked(std::string_view key) {
    return !key.empty() && !key.starts_with(alike);
}

void PmsBook::read() {
    for (; read_ < pms_.writes().size(); ++read_) {
        const auto& write = pms_.writes()[read_];
        auto& written = written_[write.id];
        (write.by == Actor::our_client ? written.ours : written.theirs) = write.at;
        if (write.by != Actor::our_client) {
            if (const auto made = made_.extract(write.id); made)
                rewritten_[made.mapped()].push_back(write.at);
            continue;
        }
        if (const auto key = key_of_write(write); !key.empty()) {
            ++created_[key];
            if (write.kind.ends_with("note_added") || write.kind == "address_added" ||
                write.kind == "identity_document_added")
                made_[write.id] = key;
        }
    }
}

std::int64_t PmsBook::times_created(const std::string& key) {
    read();
    const auto found = created_.find(key);
    return found == created_.end() ? 0 : found->second;
}

std::int64_t PmsBook::times_rewritten(const std::string& key, UtcTime before) {
    read();
    const auto found = rewritten_.find(key);
    if (found == rewritten_.end()) return 0;
    return std::ranges::count_if(found->second, [&](UtcTime at) { return at < before; });
}

std::string PmsBook::difference(const Change& change) {
    auto different = difference_now(change);
    return different.empty() || is_written_since(change) ? std::string{} : different;
}

bool PmsBook::is_written_since(const Change& change) {
    read();
    const auto found = written_.find(change.subject);
    const auto written = found == written_.end() ? Written{} : found->second;
    const auto& hotel = pms_.hotel();
    UtcTime updated{};
    if (const auto* room = hotel.resources.find(change.subject)) updated = room->updated_utc;
    if (const auto* stay = hotel.reservations.find(change.subject)) updated = stay->updated_utc;
    if (const auto* guest = hotel.customers.find(change.subject)) updated = guest->updated_utc;
    if (const auto* company = hotel.companies.find(change.subject))
        updated = company->updated_utc.value_or(UtcTime{});
    if (const auto* address = hotel.addresses.find(change.subject))
        updated = address->updated_utc.value_or(UtcTime{});
    // Nothing of ours: it was found to be so already, by an answer of a while ago.
    if (written.ours < change.accepted) return updated > change.stage_since - answer_is_of;
    return written.theirs >= written.ours || pms_.desk().turned_at(change.subject) > written.ours ||
           updated > std::chrono::floor<std::chrono::seconds>(written.ours);
}

std::string PmsBook::difference_now(const Change& change) const {
    const auto& hotel = pms_.hotel();
    switch (change.kind) {
        case Kind::set_room_state:
            return first_other(change, [&](const auto&) {
                return std::string{to_word(hotel.resources.find(change.subject)->state)};
            });
        case Kind::move_stay:
        case Kind::set_stay_times: {
            const auto& stay = *hotel.reservations.find(change.subject);
            return first_other(change, [&](const std::string& name) {
                if (name == "Start") return to_iso8601(stay.scheduled_start_utc);
                if (name == "End") return to_iso8601(stay.scheduled_end_utc);
                return stay.assigned_resource_id.value_or(Uuid{}).to_string();
            });
        }
        case Kind::update_guest:
            return first_other(change, [&](const std::string& name) {
                return member_text(*hotel.customers.find(change.subject), hotel, name);
            });
        case Kind::update_company:
            return first_other(change, [&](const std::string& name) {
                return member_text(*hotel.companies.find(change.subject), hotel, name);
            });
        case Kind::update_address: {
            const auto* address = hotel.addresses.find(change.subject);
            if (address == nullptr) return {};  // one that ours was merged with
            return first_other(change, [&](const std::string& name) {
                return member_text(*address, hotel, name);
            });
        }
        case Kind::check_in:
        case Kind::check_out: {
            const auto state = hotel.reservations.find(change.subject)->state;
            const bool is_so =
                state == ReservationState::processed ||
                (change.kind == Kind::check_in && state == ReservationState::started);
            return is_so ? "" : fmt::format("the reservation is {}", to_word(state));
        }
        case Kind::complete_task: {
            const auto* task =
                find_marked(hotel.tasks, change.subject, [](const Task& row) { return row.name; });
            return task != nullptr && task->closed_utc ? "" : "the task is not closed";
        }
        case Kind::end_block: {
            const auto* block = find_marked(hotel.resource_blocks, change.subject,
                                            [](const Record& row) { return text_in(row, "Name"); });
            return block == nullptr || !block->is_active ? "" : "the block is there";
        }
        case Kind::remove_document: {
            const auto* document = hotel.identity_documents.find(change.subject);
            return document == nullptr || !document->is_active ? "" : "the document is there";
        }
        case Kind::remove_companion: {
            const auto* companion = hotel.companionships.find(change.subject);
            return companion == nullptr ? "" : "the companion is there";
        }
        default:
            return {};
    }
}

}  // namespace stayd::sim
