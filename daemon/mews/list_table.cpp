#include "mews/list_table.hpp"

#include <algorithm>

#include "base/invariant.hpp"

namespace stayd::mews {
namespace {

/// Defaults of activity are documented nowhere, so both are asked for.
constexpr ExtraMember every_activity{"ActivityStates", R"(["Active","Deleted"])"};

constexpr ListShape shapes[] = {
    {.list = List::services,
     .name = "services",
     .path = "services/getAll",
     .collection = "Services",
     .ids = "ServiceIds"},
    {.list = List::resources,
     .name = "resources",
     .path = "resources/getAll",
     .collection = "Resources",
     .ids = "ResourceIds",
     .created = true,
     .extras = {{{"Extent", R"({"Resources":true,"Inactive":true})"}}}},
    {.list = List::resource_categories,
     .name = "resourceCategories",
     .path = "resourceCategories/getAll",
     .collection = "ResourceCategories",
     .ids = "ResourceCategoryIds",
     .parents = "ServiceIds",
     .must = MustFilter::parents,
     .extras = {{every_activity}}},
    {.list = List::resource_category_assignments,
     .name = "resourceCategoryAssignments",
     .path = "resourceCategoryAssignments/getAll",
     .collection = "ResourceCategoryAssignments",
     .ids = "ResourceCategoryAssignmentIds",
     .parents = "ResourceCategoryIds",
     .must = MustFilter::parents,
     .extras = {{every_activity}}},
    {.list = List::age_categories,
     .name = "ageCategories",
     .path = "ageCategories/getAll",
     .collection = "AgeCategories",
     .ids = "AgeCategoryIds",
     .parents = "ServiceIds",
     .extras = {{every_activity}}},
    {.list = List::departments,
     .name = "departments",
     .path = "departments/getAll",
     .collection = "Departments",
     .ids = "DepartmentIds"},
    {.list = List::reservations,
     .name = "reservations",
     .path = "reservations/getAll/2023-06-06",
     .collection = "Reservations",
     .ids = "ReservationIds",
     .parents = "ServiceIds",
     .created = true,
     .colliding = true,
     .extras =
         {{{"States",
            R"(["Inquired","Confirmed","Started","Processed","Canceled","Optional","Requested"])"}}}},
    {.list = List::companionships,
     .name = "companionships",
     .path = "companionships/getAll",
     .collection = "Companionships",
     .ids = "CompanionshipIds",
     .parents = "ReservationIds",
     .must = MustFilter::ids_or_parents,
     .extras = {{{"Extent",
                  R"({"Reservations":false,"ReservationGroups":false,"Customers":false})"}}}},
    {.list = List::customers,
     .name = "customers",
     .path = "customers/getAll",
     .collection = "Customers",
     .ids = "CustomerIds",
     .created = true,
     .must = MustFilter::any,
     .extras = {{{"Extent", R"({"Customers":true,"Addresses":false})"}, every_activity}}},
    {.list = List::tasks,
     .name = "tasks",
     .path = "tasks/getAll",
     .collection = "Tasks",
     .ids = "TaskIds",
     .parents = "ServiceOrderIds",
     .updated = false,
     .created = true,
     .closed = true,
     .must = MustFilter::any},
};

}  // namespace

const ListShape& shape_of(List list) {
    const auto* found = std::ranges::find(shapes, list, &ListShape::list);
    invariant(found != std::end(shapes), "every list has a shape");
    return *found;
}

std::string_view to_text(List list) {
    return shape_of(list).name;
}

bool asks_for_something(const ListRequest& request) {
    const bool by_id = !request.ids.empty() || !request.parents.empty();
    const bool by_time = request.updated || request.created || request.closed || request.colliding;
    switch (shape_of(request.list).must) {
        case MustFilter::none:
            return true;
        case MustFilter::parents:
            return !request.parents.empty();
        case MustFilter::ids_or_parents:
            return by_id;
        case MustFilter::any:
            return by_id || by_time;
    }
    return true;
}

}  // namespace stayd::mews
