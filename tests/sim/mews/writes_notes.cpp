#include "tests/sim/mews/writes.hpp"

/// Notes on stays, orders and accounts, and messages.
namespace stayd::sim {
namespace {

constexpr std::string_view classifications[] = {
    "General",      "FoodAndBeverage", "FrontOffice", "Reservations", "Housekeeping", "Maintenance",
    "PreviousStay", "FamilyRelations", "Gifts",       "Accounting",   "Complaints",   "Other"};
constexpr std::size_t longest_note = 1000;

// --- Notes on stays and orders ---

json::object read_note(Parameters& item, Hotel& hotel) {
    const auto id = required(item.id("ServiceOrderId"), "ServiceOrderId");
    if (hotel.reservations.find(id) == nullptr && hotel.product_service_orders.find(id) == nullptr)
        refuse_parameter("ServiceOrderId");
    json::object members{{"OrderId", id.to_string()}, {"Text", needed_text(item, "Text")}};
    item.note_unknown();
    return members;
}

json::object add_notes(Parameters& parameters, WriteContext context) {
    auto items = required(parameters.objects("ServiceOrderNotes", 1000), "ServiceOrderNotes");
    parameters.note_unknown();
    std::vector<json::object> notes;
    for (auto& item : items) notes.push_back(read_note(item, context.hotel));
    return add_all(&Hotel::service_order_notes, "ServiceOrderNotes", notes, context);
}

json::object update_notes(Parameters& parameters, WriteContext context) {
    auto items =
        required(parameters.objects("ServiceOrderNoteUpdates", 1000), "ServiceOrderNoteUpdates");
    parameters.note_unknown();
    const auto read = [](Parameters& item, const Record&) {
        json::object members;
        if (const auto text = item.updated_text("Text"))
            members["Text"] = text->value ? json::value(*text->value) : json::value{};
        return members;
    };
    return change_all(&Hotel::service_order_notes, "ServiceOrderNotes", "ServiceOrderNoteId", items,
                      read, context);
}

json::object delete_notes(Parameters& parameters, WriteContext context) {
    return delete_records(&Hotel::service_order_notes, "ServiceOrderNoteIds", 1000, parameters,
                          context);
}

// --- Notes on guests and companies ---

/// 400 unless there is one, and of a company only `General`.
void check_classifications(const json::array& set, bool is_company) {
    if (set.empty() || (is_company && set != json::array{"General"}))
        refuse_parameter("Classifications");
}

json::object read_account_note(Parameters& item, Hotel& hotel) {
    const auto id = required(item.id("AccountId"), "AccountId");
    const auto type = account_type(hotel, id, "AccountId");
    json::object members{{"AccountId", id.to_string()},
                         {"AccountType", to_word(type)},
                         {"Content", needed_text(item, "Content", longest_note)}};
    const auto words = required(item.words("Classifications", classifications), "Classifications");
    if (words.size() != 1) refuse_parameter("Classifications");
    json::array set{json::value(words.front())};
    check_classifications(set, type == model::AccountType::company);
    members["Classifications"] = std::move(set);
    item.note_unknown();
    return members;
}

json::object add_account_notes(Parameters& parameters, WriteContext context) {
    auto items = required(parameters.objects("AccountNotes", 1000), "AccountNotes");
    parameters.id("ChainId");
    parameters.note_unknown();
    std::vector<json::object> notes;
    for (auto& item : items) notes.push_back(read_account_note(item, context.hotel));
    return add_all(&Hotel::account_notes, "AccountNotes", notes, context);
}

json::object read_account_note_update(Parameters& item, const Record& note) {
    json::object members;
    if (auto content = never_cleared(item.updated_text("Content", longest_note), "Content")) {
        if (content->empty()) refuse_parameter("Content");
        members["Content"] = std::move(*content);
    }
    auto flags = required(item.object("Classifications"), "Classifications");
    const auto& former = note.body.at("Classifications").as_array();
    json::array set;
    for (const auto name : classifications) {
        const bool was_set = std::ranges::find(former, json::value(name)) != former.end();
        if (never_cleared(flags.updated_flag(name), name).value_or(was_set)) set.emplace_back(name);
    }
    flags.note_unknown();
    check_classifications(set, text_in(note, "AccountType") == "Company");
    if (set != former) members["Classifications"] = std::move(set);
    return members;
}

json::object update_account_notes(Parameters& parameters, WriteContext context) {
    auto items = required(parameters.objects("AccountNoteUpdates", 1000), "AccountNoteUpdates");
    parameters.id("ChainId");
    parameters.note_unknown();
    return change_all(&Hotel::account_notes, "AccountNotes", "AccountNoteId", items,
                      read_account_note_update, context);
}

json::object delete_account_notes(Parameters& parameters, WriteContext context) {
    parameters.id("ChainId");
    return delete_records(&Hotel::account_notes, "AccountNoteIds", 1000, parameters, context);
}

// --- Messages ---

json::object add_thread(Parameters& parameters, WriteContext context) {
    const json::object members{{"OriginalSender", needed_text(parameters, "OriginalSender")},
                               {"Subject", needed_text(parameters, "Subject")}};
    parameters.note_unknown();
    return add_all(&Hotel::message_threads, "MessageThreads", {members}, context);
}

struct NewMessage {
    Uuid thread_id;
    std::string text;
    std::optional<std::string> identifier;
};

json::object add_messages(Parameters& parameters, WriteContext context) {
    auto items = required(parameters.objects("Messages", 1000), "Messages");
    parameters.note_unknown();
    std::vector<NewMessage> messages;
    for (auto& item : items) {
        const auto& thread =
            existing(context.hotel.message_threads, item.id("MessageThreadId"), "MessageThreadId");
        messages.push_back({thread.id, needed_text(item, "Text"), item.text("Identifier")});
        item.note_unknown();
    }
    json::array added;
    for (const auto& [thread_id, text, identifier] : messages) {
        auto& thread = *context.hotel.message_threads.find(thread_id);
        const auto& row =
            context.desk.post_message(thread, text, "Application", Stamp{context.now});
        added.push_back(
            json::object{{"Identifier", identifier ? json::value(*identifier) : json::value{}},
                         {"Message", render(row, context.hotel)}});
    }
    return {{"Messages", std::move(added)}};
}

constexpr WriteOperation operations[] = {
    {"serviceOrderNotes/add", add_notes},
    {"serviceOrderNotes/update", update_notes},
    {"serviceOrderNotes/delete", delete_notes},
    {"accountNotes/add", add_account_notes},
    {"accountNotes/update", update_account_notes},
    {"accountNotes/delete", delete_account_notes},
    {"messageThreads/add", add_thread},
    {"messages/add", add_messages},
};

}  // namespace

std::span<const WriteOperation> note_writes() {
    return operations;
}

}  // namespace stayd::sim
