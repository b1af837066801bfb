#include "tests/sim/mews/lists.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tests/sim/mews/render.hpp"

namespace stayd::sim {
namespace {

using Names = std::vector<std::string_view>;
using Match = std::function<bool(UtcTime)>;

constexpr std::size_t many = 1000;
constexpr std::size_t few = 100;
constexpr int three_months = 3;
constexpr int no_maximum = 0;

/// One documented parameter that narrows a list: what it may hold, and the value of a row it is
/// held against.
template <class Row>
struct Filter {
    std::string_view name;
    std::size_t limit = many;   ///< of id and text lists
    int months = three_months;  ///< of intervals
    std::optional<Uuid> (*id)(const Row&) = nullptr;
    std::string (*text)(const Row&) = nullptr;
    Names words{};  ///< the allowed texts; empty: any
    std::optional<UtcTime> (*time)(const Row&) = nullptr;
    UtcTime (*last)(const Row&) =
        nullptr;  ///< with `time`: the row is a span, and any overlap counts
};

/// `Extent`: which member asks for the rows themselves, for inactive ones too, and which other
/// members there are.
struct Extent {
    std::string_view rows;      ///< empty: the rows come always
    std::string_view inactive;  ///< empty: there is no such member
    Names others{};
    Names discontinued{};
};

template <class Row>
struct List {
    std::string_view path;
    std::string_view collection;
    Table<Row> Hotel::* table;
    std::vector<Filter<Row>> filters;
    Names required{};  ///< each of them
    Names any_of{};    ///< at least one of them
    std::vector<std::pair<std::string_view, std::string_view>> never_together{};
    std::optional<Extent> extent{};
    std::string_view scope = "EnterpriseIds";  ///< the portfolio's parameter
    Names nulls{};                             ///< collections of old that are always null
    void (*attach)(json::object&, const Hotel&, const std::vector<const Row*>&,
                   Parameters& extent) = nullptr;
};

template <class Row>
std::string activity_of(const Row& row) {
    return row.is_active ? "Active" : "Deleted";
}

// --- The parts most lists share ---

template <class Row>
Filter<Row> by_id(std::string_view name, std::size_t limit = many) {
    return {
        .name = name, .limit = limit, .id = [](const Row& row) { return std::optional{row.id}; }};
}
template <class Row>
Filter<Row> by_update(int months = three_months) {
    return {.name = "UpdatedUtc", .months = months, .time = [](const Row& row) {
                return std::optional{row.updated_utc};
            }};
}
template <class Row>
Filter<Row> by_creation() {
    return {.name = "CreatedUtc",
            .time = [](const Row& row) { return std::optional{row.created_utc}; }};
}
template <class Row>
Filter<Row> by_service() {
    return {.name = "ServiceIds",
            .id = [](const Row& row) { return std::optional{row.service_id}; }};
}
template <class Row>
Filter<Row> by_activity() {
    return {.name = "ActivityStates", .text = activity_of<Row>, .words = {"Active", "Deleted"}};
}

// --- Reading a request ---

/// Turns the parameters into one question for a row; nullopt parameters ask nothing.
template <class Row>
std::vector<std::function<bool(const Row&)>> read_filters(const List<Row>& list,
                                                          Parameters& parameters) {
    std::vector<std::function<bool(const Row&)>> questions;
    for (const auto& filter : list.filters) {
        if (filter.id != nullptr) {
            auto ids = parameters.ids(filter.name, filter.limit);
            if (!ids) continue;
            std::ranges::sort(*ids);
            questions.push_back([of = filter.id, wanted = std::move(*ids)](const Row& row) {
                const auto id = of(row);
                return id && std::ranges::binary_search(wanted, *id);
            });
        } else if (filter.text != nullptr) {
            auto texts = filter.words.empty() ? parameters.texts(filter.name, filter.limit)
                                              : parameters.words(filter.name, filter.words);
            if (!texts) continue;
            std::ranges::sort(*texts);
            questions.push_back([of = filter.text, wanted = std::move(*texts)](const Row& row) {
                return std::ranges::binary_search(wanted, of(row));
            });
        } else if (const auto interval = parameters.interval(filter.name, filter.months)) {
            questions.push_back([first = filter.time, last = filter.last,
                                 wanted = *interval](const Row& row) {
                const auto time = first(row);
                if (!time) return false;
                return last == nullptr ? wanted.contains(*time) : wanted.collides(*time, last(row));
            });
        }
    }
    return questions;
}

template <class Row>
void check_rules(const List<Row>& list, Parameters& parameters) {
    for (const auto name : list.required) {
        if (!parameters.has(name)) refuse_parameter(name);
    }
    if (!list.any_of.empty() && std::ranges::none_of(list.any_of, [&](std::string_view name) {
            return parameters.has(name);
        })) {
        refuse_parameter(list.any_of.front());
    }
    for (const auto& [one, other] : list.never_together) {
        if (parameters.has(one) && parameters.has(other)) refuse_parameter(other);
    }
}

struct Page {
    std::size_t count = 0;
    std::optional<Uuid> after;
};

Page read_limitation(Parameters& parameters) {
    auto limitation = required(parameters.object("Limitation"), "Limitation");
    const auto count = limitation.integer("Count").value_or(0);
    if (count < 1 || count > 1000) refuse_parameter("Limitation");
    const Page page{static_cast<std::size_t>(count), limitation.id("Cursor")};
    limitation.note_unknown();
    return page;
}

struct Wanted {
    bool rows = true;
    bool inactive = true;
};

Wanted read_extent(const Extent& extent, Parameters& members) {
    Wanted wanted;
    if (!extent.rows.empty()) wanted.rows = members.flag(extent.rows).value_or(false);
    if (!extent.inactive.empty()) wanted.inactive = members.flag(extent.inactive).value_or(false);
    for (const auto name : extent.others) members.flag(name);
    for (const auto name : extent.discontinued) {
        if (members.flag(name).value_or(false))
            members.note(fmt::format("{} is discontinued", name));
    }
    members.note_unknown();
    return wanted;
}

/// True when the portfolio's filter, if given, names this property.
bool is_in_scope(const Hotel& hotel, std::string_view scope, Parameters& parameters) {
    const auto ids = parameters.ids(scope, many);
    const auto& wanted = scope == "ChainIds" ? hotel.enterprise().chain_id : hotel.enterprise().id;
    return !ids || std::ranges::find(*ids, wanted) != ids->end();
}

template <class Row>
bool is_active(const Row& row) {
    if constexpr (requires { row.is_active; }) return row.is_active;
    return true;
}

template <class Row>
ListAnswer answer(const List<Row>& list, const Hotel& hotel, Parameters& parameters) {
    const auto page = read_limitation(parameters);
    check_rules(list, parameters);
    const auto questions = read_filters(list, parameters);
    const bool in_scope = is_in_scope(hotel, list.scope, parameters);
    Wanted wanted;
    std::optional<Parameters> extent;
    if (list.extent) {
        extent = required(parameters.object("Extent"), "Extent");
        wanted = read_extent(*list.extent, *extent);
    }
    parameters.note_unknown();

    const auto& table = hotel.*list.table;
    std::size_t place = table.size();
    if (page.after) place = required(table.place_of(*page.after), "Cursor");
    std::vector<const Row*> found;
    while (in_scope && place > 0 && found.size() < page.count) {
        const auto& row = table.rows()[--place];
        if (!wanted.inactive && !is_active(row)) continue;
        if (std::ranges::all_of(questions, [&](const auto& question) { return question(row); }))
            found.push_back(&row);
    }

    ListAnswer result{.is_empty = found.empty()};
    json::array rows;
    for (const auto* row : found) rows.push_back(render(*row, hotel));
    result.body.emplace(list.collection,
                        wanted.rows ? json::value(std::move(rows)) : json::value{});
    for (const auto name : list.nulls) result.body.emplace(name, nullptr);
    if (list.attach != nullptr) list.attach(result.body, hotel, found, *extent);
    result.body.emplace("Cursor",
                        found.empty() ? json::value{} : json::value(found.back()->id.to_string()));
    return result;
}

/// The guests of the page, when the extent asks for them. The other two extents answer in the
/// format of 2017, which this PMS does not speak any more.
void attach_companions(json::object& body, const Hotel& hotel,
                       const std::vector<const Companionship*>& found, Parameters& extent) {
    if (extent.flag("Customers").value_or(false)) {
        std::vector<Uuid> ids;
        for (const auto* companionship : found) ids.push_back(companionship->customer_id);
        std::ranges::sort(ids);
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        json::array customers;
        for (const auto& id : ids) customers.push_back(render(*hotel.customers.find(id), hotel));
        body["Customers"] = std::move(customers);
    }
}

// --- The table ---

const Names resource_extents_of_old = {"ResourceCategories", "ResourceCategoryAssignments",
                                       "ResourceCategoryImageAssignments", "ResourceFeatures",
                                       "ResourceFeatureAssignments"};
const Names reservation_states = {"Inquired", "Requested", "Optional", "Confirmed",
                                  "Started",  "Processed", "Canceled"};

const List<Enterprise> enterprises{
    .path = "enterprises/getAll",
    .collection = "Enterprises",
    .table = &Hotel::enterprises,
    .filters = {
        {.name = "ExternalIdentifiers", .text = [](const Enterprise&) { return std::string{}; }},
        {.name = "LinkedUtc",
         .time = [](const Enterprise& row) { return std::optional{row.created_utc}; }},
        by_update<Enterprise>()}};

const List<Service> services{
    .path = "services/getAll",
    .collection = "Services",
    .table = &Hotel::services,
    .filters = {by_id<Service>("ServiceIds"),
                {.name = "ServiceType",
                 .text = [](const Service& row) { return std::string{to_word(row.type)}; },
                 .words = {"Bookable", "Additional"}},
                by_update<Service>()}};

const List<Resource> resources{
    .path = "resources/getAll",
    .collection = "Resources",
    .table = &Hotel::resources,
    .filters = {by_id<Resource>("ResourceIds"),
                {.name = "Names", .text = [](const Resource& row) { return row.name; }},
                by_creation<Resource>(),
                by_update<Resource>()},
    .extent =
        Extent{
            .rows = "Resources", .inactive = "Inactive", .discontinued = resource_extents_of_old},
    .nulls = resource_extents_of_old};

const List<ResourceCategory> resource_categories{
    .path = "resourceCategories/getAll",
    .collection = "ResourceCategories",
    .table = &Hotel::resource_categories,
    .filters = {by_id<ResourceCategory>("ResourceCategoryIds"), by_service<ResourceCategory>(),
                by_update<ResourceCategory>(), by_activity<ResourceCategory>()},
    .required = {"ServiceIds"}};

const List<ResourceCategoryAssignment> resource_category_assignments{
    .path = "resourceCategoryAssignments/getAll",
    .collection = "ResourceCategoryAssignments",
    .table = &Hotel::resource_category_assignments,
    .filters =
        {by_id<ResourceCategoryAssignment>("ResourceCategoryAssignmentIds"),
         {.name = "ResourceCategoryIds",
          .id =
              [](const ResourceCategoryAssignment& row) { return std::optional{row.category_id}; }},
         {.name = "ResourceIds",
          .id =
              [](const ResourceCategoryAssignment& row) { return std::optional{row.resource_id}; }},
         by_update<ResourceCategoryAssignment>(no_maximum),
         by_activity<ResourceCategoryAssignment>()},
    .required = {"ResourceCategoryIds"}};

const List<AgeCategory> age_categories{
    .path = "ageCategories/getAll",
    .collection = "AgeCategories",
    .table = &Hotel::age_categories,
    .filters = {by_id<AgeCategory>("AgeCategoryIds"), by_service<AgeCategory>(),
                by_update<AgeCategory>(), by_activity<AgeCategory>()}};

const List<Department> departments{
    .path = "departments/getAll",
    .collection = "Departments",
    .table = &Hotel::departments,
    .filters = {by_id<Department>("DepartmentIds"), by_update<Department>()}};

std::optional<Uuid> nothing(const Reservation&) {
    return std::nullopt;
}

const List<Reservation> reservations{
    .path = "reservations/getAll/2023-06-06",
    .collection = "Reservations",
    .table = &Hotel::reservations,
    .filters =
        {by_id<Reservation>("ReservationIds"),
         by_service<Reservation>(),
         {.name = "ReservationGroupIds",
          .id = [](const Reservation& row) { return std::optional{row.group_id}; }},
         {.name = "AccountIds",
          .id = [](const Reservation& row) { return std::optional{row.account_id}; }},
         {.name = "PartnerCompanyIds",
          .limit = few,
          .id = [](const Reservation& row) { return row.partner_company_id; }},
         {.name = "TravelAgencyIds",
          .limit = few,
          .id = [](const Reservation& row) { return row.travel_agency_id; }},
         {.name = "Numbers", .text = [](const Reservation& row) { return row.number; }},
         {.name = "ChannelNumbers",
          .limit = few,
          .text = [](const Reservation& row) { return row.channel_number; }},
         {.name = "AssignedResourceIds",
          .id = [](const Reservation& row) { return row.assigned_resource_id; }},
         {.name = "AvailabilityBlockIds", .limit = few, .id = nothing},
         by_creation<Reservation>(),
         by_update<Reservation>(),
         {.name = "CollidingUtc",
          .time = [](const Reservation& row) { return std::optional{row.scheduled_start_utc}; },
          .last = [](const Reservation& row) { return row.end_utc(); }},
         {.name = "ScheduledStartUtc",
          .time = [](const Reservation& row) { return std::optional{row.scheduled_start_utc}; }},
         {.name = "ActualStartUtc",
          .time = [](const Reservation& row) { return row.actual_start_utc; }},
         {.name = "ActualEndUtc",
          .time = [](const Reservation& row) { return row.actual_end_utc; }},
         {.name = "ScheduledEndUtc",
          .time = [](const Reservation& row) { return std::optional{row.scheduled_end_utc}; }},
         {.name = "States",
          .text = [](const Reservation& row) { return std::string{to_word(row.state)}; },
          .words = reservation_states}},
    .never_together = {{"ScheduledStartUtc", "ActualStartUtc"},
                       {"ScheduledEndUtc", "ActualEndUtc"}}};

const List<Companionship> companionships{
    .path = "companionships/getAll",
    .collection = "Companionships",
    .table = &Hotel::companionships,
    .filters =
        {by_id<Companionship>("CompanionshipIds"),
         {.name = "ReservationIds",
          .id = [](const Companionship& row) { return row.reservation_id; }},
         {.name = "CustomerIds",
          .id = [](const Companionship& row) { return std::optional{row.customer_id}; }},
         {.name = "ReservationGroupIds",
          .id = [](const Companionship& row) { return std::optional{row.reservation_group_id}; }},
         by_update<Companionship>()},
    .any_of = {"CompanionshipIds", "ReservationIds", "CustomerIds", "ReservationGroupIds"},
    .extent = Extent{.rows = {},
                     .inactive = {},
                     .others = {"Customers"},
                     .discontinued = {"Reservations", "ReservationGroups"}},
    .nulls = {"Reservations", "ReservationGroups", "Customers"},
    .attach = attach_companions};

const List<Customer> customers{
    .path = "customers/getAll",
    .collection = "Customers",
    .table = &Hotel::customers,
    .filters = {by_id<Customer>("CustomerIds"),
                by_creation<Customer>(),
                by_update<Customer>(),
                {.name = "DeletedUtc", .time = [](const Customer& row) { return row.deleted_utc; }},
                by_activity<Customer>(),
                {.name = "CompanyIds",
                 .limit = 1,
                 .id = [](const Customer& row) { return row.company_id; }},
                {.name = "Emails", .text = [](const Customer& row) { return row.email; }},
                {.name = "FirstNames", .text = [](const Customer& row) { return row.first_name; }},
                {.name = "LastNames", .text = [](const Customer& row) { return row.last_name; }},
                {.name = "LoyaltyCodes", .text = [](const Customer&) { return std::string{}; }}},
    .any_of = {"CustomerIds", "CreatedUtc", "UpdatedUtc", "DeletedUtc", "ActivityStates",
               "CompanyIds", "Emails", "FirstNames", "LastNames", "LoyaltyCodes"},
    .extent = Extent{.rows = "Customers",
                     .inactive = {},
                     .others = {"Addresses"},
                     .discontinued = {"Documents"}},
    .scope = "ChainIds",
    .nulls = {"Documents"}};

const List<Task> tasks{
    .path = "tasks/getAll",
    .collection = "Tasks",
    .table = &Hotel::tasks,
    .filters = {by_id<Task>("TaskIds"),
                by_creation<Task>(),
                {.name = "ClosedUtc", .time = [](const Task& row) { return row.closed_utc; }},
                {.name = "DeadlineUtc",
                 .time = [](const Task& row) { return std::optional{row.deadline_utc}; }},
                {.name = "DepartmentIds", .id = [](const Task& row) { return row.department_id; }},
                {.name = "ServiceOrderIds",
                 .id = [](const Task& row) { return row.service_order_id; }}},
    .any_of = {"TaskIds", "CreatedUtc", "ClosedUtc", "DeadlineUtc", "ServiceOrderIds"}};

template <class Row>
ListOperation operation(const List<Row>& list) {
    return {list.path, [&list](const Hotel& hotel, Parameters& parameters) {
                return answer(list, hotel, parameters);
            }};
}

const ListOperation operations[] = {
    operation(enterprises),
    operation(services),
    operation(resources),
    operation(resource_categories),
    operation(resource_category_assignments),
    operation(age_categories),
    operation(departments),
    operation(reservations),
    operation(companionships),
    operation(customers),
    operation(tasks),
};

}  // namespace

std::span<const ListOperation> list_operations() {
    return operations;
}

}  // namespace stayd::sim
