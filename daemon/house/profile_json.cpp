#include "house/profile_json.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/json.hpp>

namespace stayd::house {
namespace {

namespace json = boost::json;
using insight::Completeness;
using insight::Tier;

json::object object_of(const insight::Gap& gap) {
    const auto tier = gap.legal ? Tier::legal : gap.field->tier.value_or(Tier::operational);
    json::object object{{"field", gap.field->id},
                        {"tier", insight::tier_words[static_cast<std::size_t>(tier)]},
                        {"weight", gap.weight},
                        {"quality", gap.quality},
                        {"lost", gap.points_lost}};
    if (gap.due) object["due"] = to_ms(*gap.due);
    json::array blocks;
    if (gap.blocks_check_in) blocks.emplace_back("check_in");
    if (gap.blocks_check_out) blocks.emplace_back("check_out");
    if (gap.blocks_report) blocks.emplace_back("report");
    if (!blocks.empty()) object["blocks"] = std::move(blocks);
    return object;
}

int number(const json::object& object, std::string_view name) {
    return object.at(name).to_number<int>();
}

}  // namespace

std::string profile_to_json(const Completeness::Person& person, const insight::Market& market) {
    json::object quality;
    for (const auto& counted : person.fields) quality[counted.field->id] = counted.quality;
    json::array gaps;
    for (const auto& gap : person.score.gaps) gaps.push_back(object_of(gap));
    const auto role = insight::role_words[static_cast<std::size_t>(person.role)];
    return json::serialize(json::object{{"market", market.code},
                                        {"all_persons", market.all_persons},
                                        {"role", role},
                                        {"registrable", person.is_registrable},
                                        {"score", person.score.score},
                                        {"legal", person.score.legal},
                                        {"operational", person.score.operational},
                                        {"commercial", person.score.commercial},
                                        {"quality", std::move(quality)},
                                        {"gaps", std::move(gaps)}});
}

insight::Part part_from_json(const std::string& text) {
    const auto object = json::parse(text).as_object();
    return {.score = number(object, "score"),
            .legal = number(object, "legal"),
            .operational = number(object, "operational"),
            .commercial = number(object, "commercial"),
            .is_registrable = object.at("registrable").as_bool()};
}

std::string stay_score_to_json(const insight::StayScore& score, int missing_persons,
                               std::span<const Uuid> persons, std::uint32_t profiles,
                               const insight::Market& market) {
    json::array uids;
    for (const auto& person : persons) uids.emplace_back(person.to_string());
    return json::serialize(json::object{{"market", market.code},
                                        {"score", score.score},
                                        {"legal", score.legal},
                                        {"operational", score.operational},
                                        {"commercial", score.commercial},
                                        {"missing", missing_persons},
                                        {"persons", std::move(uids)},
                                        {"profiles", profiles}});
}

std::string field_to_json(const insight::Field& field) {
    return json::serialize(json::object{{"name", field.name},
                                        {"fix", field.fix},
                                        {"who", fmt::format("{}", fmt::join(field.who, ", "))}});
}

}  // namespace stayd::house
