// The rows of the house itself: enterprise, services, resources, categories, departments.
#include "mews/rows.hpp"

namespace stayd::mews {
namespace {

using namespace json;
using model::AgeCategory;
using model::Department;
using model::Enterprise;
using model::Resource;
using model::ResourceCategory;
using model::ResourceCategoryAssignment;
using model::Service;

constexpr Field<Enterprise> enterprise_fields[] = {
    required<&Enterprise::id>("Id"),
    required<&Enterprise::chain_id>("ChainId"),
    required<&Enterprise::updated_utc>("UpdatedUtc"),
    required<&Enterprise::name>("Name"),
    required<&Enterprise::time_zone>("TimeZoneIdentifier"),
    required<&Enterprise::default_language_code>("DefaultLanguageCode"),
    optional<&Enterprise::business_day_closing_offset>("BusinessDayClosingOffset"),
};

constexpr Field<Service> bookable_fields[] = {
    required<&Service::start_offset>("StartOffset"),
    required<&Service::end_offset>("EndOffset"),
};

Outcome read_service_data(Value value, Service& service, Language language) {
    std::string discriminator;
    auto outcome =
        read_coproduct(value, discriminator, [&](std::string_view kind, Value data) -> Outcome {
            if (model::service_type(kind) != model::ServiceType::bookable) return {};
            return read_object<Service>(data, bookable_fields, service, language);
        });
    service.type = model::service_type(discriminator);
    return outcome;
}

/// The deprecated single-language name, for services whose `Names` say nothing.
Outcome read_old_name(Value value, Service& service, Language) {
    if (!service.name.empty()) return {};
    return read(value, service.name);
}

constexpr Field<Service> service_fields[] = {
    required<&Service::id>("Id"),
    required<&Service::is_active>("IsActive"),
    localized<&Service::name>("Names"),
    {"Name", Need::optional, read_old_name},
    {"Data", Need::required, read_service_data},
    required<&Service::updated_utc>("UpdatedUtc"),
};

/// Declared a text, but a floor is a number to many.
Outcome read_floor(Value value, Resource& resource, Language) {
    return read_digits(value, resource.floor);
}

constexpr Field<Resource> space_fields[] = {
    {"FloorNumber", Need::optional, read_floor},
};

Outcome read_resource_data(Value value, Resource& resource, Language language) {
    std::string discriminator;
    auto outcome =
        read_coproduct(value, discriminator, [&](std::string_view kind, Value data) -> Outcome {
            if (model::resource_kind(kind) != model::ResourceKind::space) return {};
            return read_object<Resource>(data, space_fields, resource, language);
        });
    resource.kind = model::resource_kind(discriminator);
    return outcome;
}

constexpr Field<Resource> resource_fields[] = {
    required<&Resource::id>("Id"),
    required<&Resource::is_active>("IsActive"),
    optional<&Resource::parent_id>("ParentResourceId"),
    required<&Resource::name>("Name"),
    required<&Resource::state>("State"),
    required<&Resource::updated_utc>("UpdatedUtc"),
    {"Data", Need::required, read_resource_data},
};

constexpr Field<ResourceCategory> category_fields[] = {
    required<&ResourceCategory::id>("Id"),
    required<&ResourceCategory::service_id>("ServiceId"),
    required<&ResourceCategory::is_active>("IsActive"),
    required<&ResourceCategory::type>("Type"),
    localized<&ResourceCategory::name>("Names"),
    localized<&ResourceCategory::short_name>("ShortNames"),
    required<&ResourceCategory::ordering>("Ordering"),
    required<&ResourceCategory::capacity>("Capacity"),
};

constexpr Field<ResourceCategoryAssignment> assignment_fields[] = {
    required<&ResourceCategoryAssignment::id>("Id"),
    required<&ResourceCategoryAssignment::is_active>("IsActive"),
    required<&ResourceCategoryAssignment::resource_id>("ResourceId"),
    required<&ResourceCategoryAssignment::category_id>("CategoryId"),
    required<&ResourceCategoryAssignment::updated_utc>("UpdatedUtc"),
};

constexpr Field<AgeCategory> age_category_fields[] = {
    required<&AgeCategory::id>("Id"),
    required<&AgeCategory::service_id>("ServiceId"),
    localized<&AgeCategory::name>("Names"),
    required<&AgeCategory::updated_utc>("UpdatedUtc"),
    required<&AgeCategory::classification>("Classification"),
    required<&AgeCategory::is_active>("IsActive"),
};

constexpr Field<Department> department_fields[] = {
    required<&Department::id>("Id"),
    required<&Department::is_active>("IsActive"),
    required<&Department::name>("Name"),
    required<&Department::updated_utc>("UpdatedUtc"),
};

}  // namespace

std::span<const Field<Enterprise>> fields_of(const Enterprise&) {
    return enterprise_fields;
}
std::span<const Field<Service>> fields_of(const Service&) {
    return service_fields;
}
std::span<const Field<Resource>> fields_of(const Resource&) {
    return resource_fields;
}
std::span<const Field<ResourceCategory>> fields_of(const ResourceCategory&) {
    return category_fields;
}
std::span<const Field<ResourceCategoryAssignment>> fields_of(const ResourceCategoryAssignment&) {
    return assignment_fields;
}
std::span<const Field<AgeCategory>> fields_of(const AgeCategory&) {
    return age_category_fields;
}
std::span<const Field<Department>> fields_of(const Department&) {
    return department_fields;
}

}  // namespace stayd::mews
