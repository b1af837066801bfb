#include <algorithm>
#include <boost/json.hpp>

#include "house/views.hpp"

// What the desk sees of how complete the profiles of a stay are: its score, and of each person what
// is missing.

namespace stayd::house {
namespace {

namespace json = boost::json;

int number(const json::object& object, std::string_view name) {
    return object.at(name).to_number<int>();
}

std::string text(const json::object& object, std::string_view name) {
    return std::string{object.at(name).as_string()};
}

template <std::size_t Count>
std::size_t place(const std::array<std::string_view, Count>& words, const std::string& word) {
    return static_cast<std::size_t>(std::ranges::find(words, word) - words.begin());
}

ProfileView::Gap gap_from(const json::object& object) {
    ProfileView::Gap gap{
        .field = text(object, "field"),
        .tier = static_cast<insight::Tier>(place(insight::tier_words, text(object, "tier"))),
        .weight = number(object, "weight"),
        .quality = number(object, "quality"),
        .points_lost = number(object, "lost")};
    if (const auto* due = object.if_contains("due"))
        gap.due = from_ms(due->to_number<std::int64_t>());
    const auto* blocks = object.if_contains("blocks");
    if (blocks == nullptr) return gap;
    for (const auto& word : blocks->as_array()) {
        gap.blocks_check_in = gap.blocks_check_in || word == "check_in";
        gap.blocks_check_out = gap.blocks_check_out || word == "check_out";
        gap.blocks_report = gap.blocks_report || word == "report";
    }
    return gap;
}

}  // namespace

/// A JSON object; empty when nothing stands of it.
std::string Views::kept_profile(rules::Subject subject, const Uuid& uid) {
    auto query = database_.statement(
        "SELECT value FROM completeness WHERE subject = :subject AND uid = :uid");
    query.bind(":subject", rules::to_word(subject)).bind(":uid", uid);
    return query.step() ? query.text(0) : std::string{};
}

std::optional<ProfileView> Views::profile(const Uuid& stay) {
    const auto value = kept_profile(rules::Subject::stay, stay);
    if (value.empty()) return std::nullopt;
    const auto object = json::parse(value).as_object();
    ProfileView view{.market = text(object, "market"),
                     .score = number(object, "score"),
                     .legal = number(object, "legal"),
                     .operational = number(object, "operational"),
                     .commercial = number(object, "commercial"),
                     .missing_persons = number(object, "missing")};
    for (const auto& uid : object.at("persons").as_array()) {
        const auto id = Uuid::parse(uid.as_string());
        if (auto known = id ? person(*id) : std::nullopt) view.persons.push_back(std::move(*known));
    }
    return view;
}

std::optional<ProfileView::Person> Views::person(const Uuid& customer) {
    const auto value = kept_profile(rules::Subject::person, customer);
    if (value.empty()) return std::nullopt;
    const auto object = json::parse(value).as_object();
    return ProfileView::Person{
        .name = name_of_customer(customer),
        .role = static_cast<insight::Role>(place(insight::role_words, text(object, "role"))),
        .score = number(object, "score"),
        .legal = number(object, "legal"),
        .gaps = gaps_in(value),
        .operational = number(object, "operational"),
        .commercial = number(object, "commercial"),
        .market = text(object, "market"),
        .needs_all_persons = object.at("all_persons").as_bool(),
        .is_registrable = object.at("registrable").as_bool()};
}

/// With what is said of each field, as it was loaded last.
std::vector<ProfileView::Gap> Views::gaps_in(const std::string& profile) {
    std::vector<ProfileView::Gap> gaps;
    const auto object = json::parse(profile).as_object();
    for (const auto& each : object.at("gaps").as_array()) {
        auto gap = gap_from(each.as_object());
        auto query = database_.statement("SELECT text FROM profile_field WHERE id = :id");
        if (query.bind(":id", gap.field).step()) {
            const auto field = json::parse(query.text(0)).as_object();
            gap.name = text(field, "name");
            gap.fix = text(field, "fix");
            gap.who = text(field, "who");
        }
        gaps.push_back(std::move(gap));
    }
    return gaps;
}

std::string Views::name_of_customer(const Uuid& uid) {
    auto query = database_.statement(
        "SELECT last_name, second_last_name, first_name FROM customer WHERE uid = :uid");
    query.bind(":uid", uid);
    return query.step() ? join_name(query.text(0), query.text(1), query.text(2)) : std::string{};
}

}  // namespace stayd::house
