#include "tests/sim/mews/profiles.hpp"
#include "tests/sim/mews/writes.hpp"

/// companies/update, and what accounts/update knows of companies.
namespace stayd::sim {
namespace {

json::value checked(const CompanyField& field, std::string text, std::string_view name,
                    Hotel& hotel) {
    if (field.holds == Holds::id)
        check_reference(hotel.companies, std::optional{required(Uuid::parse(text), name)}, name);
    if (field.holds == Holds::duration && !parse_iso8601_duration(text)) refuse_parameter(name);
    return json::value(text);
}

void read_fields(std::string_view CompanyField::* called, Parameters& parameters, Hotel& hotel,
                 json::object& members) {
    for (const auto& field : company_fields()) {
        const auto name = field.*called;
        auto update = parameters.updated_text(name, field.most);
        if (!update) continue;
        const bool is_cleared = update->value.value_or("").empty();
        if (is_cleared && !field.may_be_cleared) refuse_parameter(name);
        members[field.name] =
            is_cleared ? json::value{} : checked(field, std::move(*update->value), name, hotel);
    }
}

void read_options(Parameters& parameters, const Record& company, json::object& members) {
    auto flags = parameters.object("Options");
    if (!flags) return;
    auto options = company.body.at("Options").as_object();
    for (const auto name : company_options()) {
        if (const auto flag = never_cleared(flags->updated_flag(name), name)) options[name] = *flag;
    }
    flags->note_unknown();
    members["Options"] = std::move(options);
}

void check_rating(const std::optional<std::string>& rating, std::string_view name) {
    if (rating && std::ranges::find(credit_ratings(), *rating) == credit_ratings().end())
        refuse_parameter(name);
}

json::object update_company(Parameters& parameters, WriteContext context) {
    auto& company = existing(context.hotel.companies, parameters.id("CompanyId"), "CompanyId");
    json::object members;
    read_fields(&CompanyField::name, parameters, context.hotel, members);
    read_options(parameters, company, members);
    if (auto rating = parameters.object("CreditRating")) {
        if (const auto basic = rating->updated_text("Basic")) {
            check_rating(basic->value, "Basic");
            members["CreditRating"] =
                json::object{{"Basic", basic->value ? json::value(*basic->value) : json::value{}}};
        }
        rating->note_unknown();
    }
    parameters.id("ChainId");
    parameters.note_unknown();
    if (!members.empty())
        context.desk.change(&Hotel::companies, company, members, Stamp{context.now});
    auto answer = show(&Hotel::companies, "Companies", {company.id}, context);
    answer.emplace("Cursor", nullptr);
    return answer;
}

constexpr WriteOperation operations[] = {
    {"companies/update", update_company},
};

}  // namespace

std::span<const WriteOperation> company_writes() {
    return operations;
}

json::object read_company_account(Parameters& item, const Record& company, Hotel& hotel) {
    json::object members;
    read_fields(&CompanyField::account_name, item, hotel, members);
    read_options(item, company, members);
    if (const auto rating = item.word("CreditRatingBasic", credit_ratings()))
        members["CreditRating"] = json::object{{"Basic", *rating}};
    // No list shows these two; they are read and let go.
    item.updated_id("SourceId");
    if (auto flags = item.object("Classifications")) {
        for (const auto name : company_classifications()) flags->updated_flag(name);
        flags->note_unknown();
    }
    item.note_unknown();
    return members;
}

}  // namespace stayd::sim
