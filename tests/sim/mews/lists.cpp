#include "tests/sim/mews/lists.hpp"

#include "tests/sim/mews/availability.hpp"
#include "tests/sim/mews/list_answer.hpp"
#include "tests/sim/mews/record_lists.hpp"

namespace stayd::sim {
namespace {

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
          .id = [](const Reservation& row) { return std::optional{row.group_id}; },
          .index = Index::parent},
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
          .id = [](const Companionship& row) { return row.reservation_id; },
          .index = Index::parent},
         {.name = "CustomerIds",
          .id = [](const Companionship& row) { return std::optional{row.customer_id}; },
          .index = Index::parent},
         {.name = "ReservationGroupIds",
          .id = [](const Companionship& row) { return std::optional{row.reservation_group_id}; },
          .index = Index::parent},
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
                {.name = "LoyaltyCodes",
                 .text =
                     [](const Customer& row) {
                         const auto code = row.rest.find("LoyaltyCode");
                         return code == row.rest.end() ? std::string{} : code->second;
                     }}},
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

const Names accounting_states = {"Open", "Closed", "Inactive", "Canceled"};
const Names order_item_types = {
    "CancellationFee",  "NightRebate",       "ProductOrderRebate", "AdditionalExpenseRebate",
    "Deposit",          "CustomItem",        "ServiceCharge",      "ExchangeRateDifference",
    "CityTax",          "CityTaxDiscount",   "SpaceOrder",         "ProductOrder",
    "Surcharge",        "TaxCorrection",     "ResourceUpgradeFee", "InvoiceFee",
    "MulticurrencyFee", "AllowanceDiscount", "AllowanceBreakage",  "AllowanceContraBreakage"};

/// Amounts are in the hotel's currency; this PMS converts into no other.
const List<OrderItem> order_items{
    .path = "orderItems/getAll",
    .collection = "OrderItems",
    .table = &Hotel::order_items,
    .filters = {by_id<OrderItem>("OrderItemIds"),
                {.name = "AccountIds",
                 .limit = few,
                 .id = [](const OrderItem& row) { return std::optional{row.account_id}; }},
                {.name = "ServiceOrderIds",
                 .id = [](const OrderItem& row) { return std::optional{row.service_order_id}; },
                 .index = Index::parent},
                by_service<OrderItem>(),
                {.name = "BillIds", .id = [](const OrderItem& row) { return row.bill_id; }},
                by_creation<OrderItem>(),
                by_update<OrderItem>(),
                {.name = "ConsumedUtc",
                 .time = [](const OrderItem& row) { return std::optional{row.consumed_utc}; }},
                {.name = "CanceledUtc",
                 .time = [](const OrderItem& row) { return row.canceled_utc; }},
                {.name = "ClosedUtc", .time = [](const OrderItem& row) { return row.closed_utc; }},
                {.name = "Currency",
                 .text = [](const OrderItem&) { return std::string{"EUR"}; },
                 .words = {"EUR"},
                 .is_single = true},
                {.name = "AccountingStates",
                 .text = [](const OrderItem& row) { return std::string{row.state}; },
                 .words = accounting_states},
                {.name = "Types",
                 .text = [](const OrderItem& row) { return std::string{row.type}; },
                 .words = order_item_types}},
    .any_of = {"OrderItemIds", "ServiceOrderIds", "ServiceIds", "BillIds", "CreatedUtc",
               "UpdatedUtc", "ClosedUtc"}};

const ListOperation own_operations[] = {
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
    operation(order_items),
    {availability_path, availability},
};

}  // namespace

std::span<const ListOperation> list_operations() {
    static const auto all = [] {
        std::vector<ListOperation> joined(std::begin(own_operations), std::end(own_operations));
        const auto records = record_list_operations();
        joined.insert(joined.end(), records.begin(), records.end());
        return joined;
    }();
    return all;
}

}  // namespace stayd::sim
