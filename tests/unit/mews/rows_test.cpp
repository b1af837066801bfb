// Every list's documented object, field by field.
#include "mews/answers.hpp"
#include "scripted_pms.hpp"

namespace stayd::mews {
namespace {

using namespace std::chrono_literals;
using namespace model;

template <class Row>
std::vector<Row> rows_of(List list, std::string_view language = "pt-PT") {
    const Result<ListPage> page = read_page(list, recorded(std::string{to_text(list)}), language);
    if (!page) throw std::runtime_error(page.error().context);
    EXPECT_EQ(page->row_count, std::get<std::vector<Row>>(page->rows).size());
    return std::get<std::vector<Row>>(page->rows);
}

TEST(Rows, ConfigurationGivesTheClockAndTheEnterprise) {
    const Result<Configuration> read = read_configuration(recorded("configuration"));
    ASSERT_TRUE(read) << read.error().context;
    EXPECT_EQ(read->now_utc, utc("2015-09-17T09:00:00Z"));
    const Enterprise& enterprise = read->enterprise;
    EXPECT_EQ(enterprise.id, id("851df8c8-90f2-4c4a-8e01-a4fc46b25178"));
    EXPECT_EQ(enterprise.chain_id, id("8ddea57b-6a5c-4eec-8c4c-24467dce118e"));
    EXPECT_EQ(enterprise.name, "Hotel Água Nova");
    EXPECT_EQ(enterprise.time_zone, "Europe/Lisbon");
    EXPECT_EQ(enterprise.default_language_code, "pt-PT");
    EXPECT_EQ(enterprise.business_day_closing_offset, 4h + 30min);
    EXPECT_EQ(enterprise.updated_utc, utc("2015-09-01T10:11:12Z"));
}

TEST(Rows, ABookableServiceHasItsOffsets) {
    const Service service = rows_of<Service>(List::services).at(0);
    EXPECT_EQ(service.id, id("bd26d8db-86da-4f96-9efc-e5a4654a4a94"));
    EXPECT_TRUE(service.is_active);
    EXPECT_EQ(service.name, "Alojamento");
    EXPECT_EQ(service.type, ServiceType::bookable);
    EXPECT_EQ(service.start_offset, 15h);
    EXPECT_EQ(service.end_offset, 11h);
    EXPECT_EQ(service.updated_utc, utc("2015-03-04T05:06:07Z"));
}

TEST(Rows, AnAdditionalServiceHasNoOffsetsAndMayHaveOnlyTheDeprecatedName) {
    const Service service = rows_of<Service>(List::services).at(1);
    EXPECT_FALSE(service.is_active);
    EXPECT_EQ(service.name, "Restaurant");
    EXPECT_EQ(service.type, ServiceType::additional);
    EXPECT_EQ(service.start_offset, 0h);
    EXPECT_EQ(service.end_offset, 0h);
}

TEST(Rows, ASpaceHasAFloor) {
    const Resource resource = rows_of<Resource>(List::resources).at(0);
    EXPECT_EQ(resource.id, id("5ee074b1-6c86-48e8-915f-c7aa4702086f"));
    EXPECT_TRUE(resource.is_active);
    EXPECT_EQ(resource.name, "204");
    EXPECT_EQ(resource.state, ResourceState::out_of_service);
    EXPECT_EQ(resource.kind, ResourceKind::space);
    EXPECT_EQ(resource.floor, "2");
    EXPECT_EQ(resource.parent_id, id("c32386aa-1cd2-414a-a823-489325842fbe"));
    EXPECT_EQ(resource.updated_utc, utc("2015-09-17T08:59:58Z"));
}

TEST(Rows, AnObjectHasNoFloor) {
    const Resource resource = rows_of<Resource>(List::resources).at(1);
    EXPECT_FALSE(resource.is_active);
    EXPECT_EQ(resource.kind, ResourceKind::object);
    EXPECT_EQ(resource.floor, "");
    EXPECT_EQ(resource.parent_id, std::nullopt);
}

TEST(Rows, AResourceCategoryHasItsOrderAndCapacity) {
    const ResourceCategory category = rows_of<ResourceCategory>(List::resource_categories).at(0);
    EXPECT_EQ(category.id, id("34c29e73-c8db-4e93-b51b-981e42655e03"));
    EXPECT_EQ(category.service_id, id("bd26d8db-86da-4f96-9efc-e5a4654a4a94"));
    EXPECT_TRUE(category.is_active);
    EXPECT_EQ(category.name, "Suíte júnior");
    EXPECT_EQ(category.short_name, "SJ");
    EXPECT_EQ(category.type, "Suite");
    EXPECT_EQ(category.ordering, 7);
    EXPECT_EQ(category.capacity, 3);
}

TEST(Rows, AnAssignmentJoinsAResourceToACategory) {
    const auto assignment =
        rows_of<ResourceCategoryAssignment>(List::resource_category_assignments).at(0);
    EXPECT_EQ(assignment.id, id("aaf5e7d4-2a2f-4f0a-9b1c-0d5b2f6f9a10"));
    EXPECT_TRUE(assignment.is_active);
    EXPECT_EQ(assignment.resource_id, id("5ee074b1-6c86-48e8-915f-c7aa4702086f"));
    EXPECT_EQ(assignment.category_id, id("34c29e73-c8db-4e93-b51b-981e42655e03"));
    EXPECT_EQ(assignment.updated_utc, utc("2015-02-03T04:05:06Z"));
}

TEST(Rows, AnAgeCategoryTellsChildrenFromAdults) {
    const AgeCategory category = rows_of<AgeCategory>(List::age_categories).at(0);
    EXPECT_EQ(category.id, id("1f67644f-052d-4863-acdf-ae1600c60ca0"));
    EXPECT_EQ(category.service_id, id("bd26d8db-86da-4f96-9efc-e5a4654a4a94"));
    EXPECT_TRUE(category.is_active);
    EXPECT_EQ(category.name, "Crianças");
    EXPECT_EQ(category.classification, AgeClassification::child);
    EXPECT_EQ(category.updated_utc, utc("2015-01-02T03:04:05Z"));
}

TEST(Rows, ADepartmentHasAPlainName) {
    const Department department = rows_of<Department>(List::departments).at(0);
    EXPECT_EQ(department.id, id("052f4be9-8e0a-4c45-ad5f-adb200d5f88a"));
    EXPECT_TRUE(department.is_active);
    EXPECT_EQ(department.name, "Housekeeping");
    EXPECT_EQ(department.updated_utc, utc("2015-04-05T06:07:08Z"));
}

TEST(Rows, AReservationHasItsStayAndItsPersons) {
    const Reservation reservation = rows_of<Reservation>(List::reservations).at(0);
    EXPECT_EQ(reservation.id, id("0f515589-99b4-423d-b83a-b237009f0509"));
    EXPECT_EQ(reservation.service_id, id("bd26d8db-86da-4f96-9efc-e5a4654a4a94"));
    EXPECT_EQ(reservation.account_id, id("407a26f1-edf6-4597-8815-ada6bbe1ebcd"));
    EXPECT_EQ(reservation.account_type, AccountType::customer);
    EXPECT_EQ(reservation.group_id, id("94843f6f-3be3-481b-a1c7-06458774c3df"));
    EXPECT_EQ(reservation.number, "10007");
    EXPECT_EQ(reservation.state, ReservationState::started);
    EXPECT_EQ(reservation.requested_category_id, id("34c29e73-c8db-4e93-b51b-981e42655e03"));
    EXPECT_EQ(reservation.assigned_resource_id, id("5ee074b1-6c86-48e8-915f-c7aa4702086f"));
    EXPECT_TRUE(reservation.assigned_resource_locked);
    EXPECT_EQ(reservation.scheduled_start_utc, utc("2015-09-16T14:00:00Z"));
    EXPECT_EQ(reservation.scheduled_end_utc, utc("2015-09-19T10:00:00Z"));
    EXPECT_EQ(reservation.actual_start_utc, utc("2015-09-16T14:31:00Z"));
    EXPECT_EQ(reservation.actual_end_utc, utc("2015-09-19T09:58:00Z"));
    EXPECT_EQ(reservation.created_utc, utc("2015-07-01T10:00:00Z"));
    EXPECT_EQ(reservation.updated_utc, utc("2015-09-16T14:31:32Z"));
    ASSERT_EQ(reservation.person_counts.size(), 2u);
    EXPECT_EQ(reservation.person_counts[1].age_category_id,
              id("1f67644f-052d-4863-acdf-ae1600c60ca0"));
    EXPECT_EQ(reservation.person_counts[0].count, 2);
    EXPECT_EQ(reservation.person_counts[1].count, 1);
}

TEST(Rows, AReservationToComeHasNoRoomAndNoActualTimes) {
    const Reservation reservation = rows_of<Reservation>(List::reservations).at(1);
    EXPECT_EQ(reservation.account_type, AccountType::company);
    EXPECT_EQ(reservation.assigned_resource_id, std::nullopt);
    EXPECT_FALSE(reservation.assigned_resource_locked);
    EXPECT_EQ(reservation.actual_start_utc, std::nullopt);
    EXPECT_EQ(reservation.actual_end_utc, std::nullopt);
    EXPECT_TRUE(reservation.person_counts.empty());
}

TEST(Rows, ACompanionshipIsOfAReservationOrOfItsGroup) {
    const auto rows = rows_of<Companionship>(List::companionships);
    EXPECT_EQ(rows.at(0).id, id("b2f4a7c0-51d3-4a6e-9a55-0c1d2e3f4a5b"));
    EXPECT_EQ(rows.at(0).customer_id, id("407a26f1-edf6-4597-8815-ada6bbe1ebcd"));
    EXPECT_EQ(rows.at(0).reservation_group_id, id("94843f6f-3be3-481b-a1c7-06458774c3df"));
    EXPECT_EQ(rows.at(0).reservation_id, id("0f515589-99b4-423d-b83a-b237009f0509"));
    EXPECT_EQ(rows.at(1).reservation_id, std::nullopt);
}

TEST(Rows, ACustomerKeepsEveryByteOfItsName) {
    const Customer customer = rows_of<Customer>(List::customers).at(0);
    EXPECT_EQ(customer.id, id("407a26f1-edf6-4597-8815-ada6bbe1ebcd"));
    EXPECT_EQ(customer.number, "9223372036854775807");
    EXPECT_EQ(customer.title, "Misses");
    EXPECT_EQ(customer.first_name, "Zoë 一😀");
    EXPECT_EQ(customer.last_name, "O’Brien-Ñandú حسن");
    EXPECT_EQ(customer.second_last_name, "de la Tour");
    EXPECT_EQ(customer.nationality_code, "IE");
    EXPECT_EQ(customer.language_code, "en-GB");
    EXPECT_EQ(customer.email, "zoe@guest.example");
    EXPECT_EQ(customer.phone, "+353 1 000 0000");
    EXPECT_EQ(customer.classifications,
              (std::vector<std::string>{"VeryImportant", "Returning", "SomethingNew"}));
    EXPECT_EQ(customer.merge_target_id, id("2f5d7c88-1a2b-4c3d-9e8f-7a6b5c4d3e2f"));
    EXPECT_FALSE(customer.is_active);
    EXPECT_EQ(customer.updated_utc, utc("2015-09-10T11:12:13Z"));
}

TEST(Rows, ACustomerMayHaveLittleMoreThanALastName) {
    const Customer customer = rows_of<Customer>(List::customers).at(1);
    EXPECT_EQ(customer.number, "42");
    EXPECT_EQ(customer.title, std::nullopt);
    EXPECT_EQ(customer.first_name, std::nullopt);
    EXPECT_EQ(customer.last_name, "Unknown");
    EXPECT_EQ(customer.email, std::nullopt);
    EXPECT_EQ(customer.phone, std::nullopt);
    EXPECT_TRUE(customer.classifications.empty());
    EXPECT_EQ(customer.merge_target_id, std::nullopt);
    EXPECT_TRUE(customer.is_active);
}

TEST(Rows, ATaskIsOpenUntilItHasAClosingTime) {
    const auto tasks = rows_of<PmsTask>(List::tasks);
    EXPECT_EQ(tasks.at(0).id, id("65bd0c2c-9f1a-4d5b-8a3f-0b1c2d3e4f50"));
    EXPECT_EQ(tasks.at(0).name, "Bring a cot to 204");
    EXPECT_EQ(tasks.at(0).description, "Two blankets");
    EXPECT_EQ(tasks.at(0).department_id, id("052f4be9-8e0a-4c45-ad5f-adb200d5f88a"));
    EXPECT_EQ(tasks.at(0).service_order_id, id("0f515589-99b4-423d-b83a-b237009f0509"));
    EXPECT_EQ(tasks.at(0).created_utc, utc("2015-09-16T08:00:00Z"));
    EXPECT_EQ(tasks.at(0).deadline_utc, utc("2015-09-16T14:00:00Z"));
    EXPECT_EQ(tasks.at(0).closed_utc, utc("2015-09-16T13:30:00Z"));
    EXPECT_EQ(tasks.at(1).description, "");
    EXPECT_EQ(tasks.at(1).department_id, std::nullopt);
    EXPECT_EQ(tasks.at(1).service_order_id, std::nullopt);
    EXPECT_EQ(tasks.at(1).closed_utc, std::nullopt);
}

}  // namespace
}  // namespace stayd::mews
