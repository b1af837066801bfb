#include "tests/sim/mews/record_lists.hpp"

#include "tests/sim/mews/list_answer.hpp"

namespace stayd::sim {
namespace {

/// A kind's row of the table below.
struct Definition {
    std::string_view noun;
    bool vanishes = false;
    List<Record> list;
    std::string_view shape;  ///< JSON
};

// --- Filters by the member they look at ---

Filter<Record> ids(std::string_view name, std::string_view member, std::size_t limit = many) {
    return {.name = name, .limit = limit, .id = [member](const Record& row) {
                return id_in(row, member);
            }};
}
/// Of a member that never changes in a row.
Filter<Record> parents(std::string_view name, std::string_view member, std::size_t limit = many) {
    auto filter = ids(name, member, limit);
    filter.index = Index::parent;
    return filter;
}
Filter<Record> texts(std::string_view name, std::string_view member) {
    return {.name = name, .text = [member](const Record& row) { return text_in(row, member); }};
}
Filter<Record> words(std::string_view name, std::string_view member, Names allowed,
                     Names otherwise = {}) {
    auto filter = texts(name, member);
    filter.words = std::move(allowed);
    filter.otherwise = std::move(otherwise);
    return filter;
}
Filter<Record> word(std::string_view name, std::string_view member, Names allowed) {
    auto filter = words(name, member, std::move(allowed));
    filter.is_single = true;
    return filter;
}
Filter<Record> times(std::string_view name, std::string_view member) {
    return {.name = name, .time = [member](const Record& row) { return time_in(row, member); }};
}
/// Amounts are in the hotel's currency; this PMS converts into no other.
Filter<Record> currency() {
    return {.name = "Currency",
            .text = [](const Record&) { return std::string{"EUR"}; },
            .words = {"EUR"},
            .is_single = true};
}

const Names service_order_states = {"Inquired", "Confirmed", "Started",  "Processed",
                                    "Canceled", "Optional",  "Requested"};
const Names accounting_states = {"Open", "Closed", "Inactive", "Canceled"};
const Names payment_types = {"Payment",      "CreditCardPayment", "AlternativePayment",
                             "CashPayment",  "InvoicePayment",    "ExternalPayment",
                             "GhostPayment", "TaxDeductedPayment"};

/// GCC 12 breaks down over the initialisers of a template's members when it meets them first inside
/// another aggregate.
[[maybe_unused]] const List<Record> met_first{
    .path = {}, .collection = {}, .table = nullptr, .filters = {}};

std::vector<Definition> house_lists() {
    return {
        {.noun = "resource_feature",
         .list = {.path = "resourceFeatures/getAll",
                  .collection = "ResourceFeatures",
                  .table = &Hotel::resource_features,
                  .filters = {by_id<Record>("ResourceFeatureIds"), ids("ServiceIds", "ServiceId"),
                              by_update<Record>(), by_activity<Record>()},
                  .required = {"ServiceIds"}},
         .shape = R"({"Id":null,"ServiceId":null,"IsActive":null,"Classification":null,"Names":{},
            "ShortNames":{},"Descriptions":{},"CreatedUtc":null,"UpdatedUtc":null})"},
        {.noun = "resource_feature_assignment",
         .list = {.path = "resourceFeatureAssignments/getAll",
                  .collection = "ResourceFeatureAssignments",
                  .table = &Hotel::resource_feature_assignments,
                  .filters = {by_id<Record>("ResourceFeatureAssignmentIds"),
                              ids("ResourceFeatureIds", "FeatureId"), by_update<Record>(),
                              by_activity<Record>()},
                  .required = {"ResourceFeatureIds"}},
         .shape = R"({"Id":null,"IsActive":null,"ResourceId":null,"FeatureId":null,
            "CreatedUtc":null,"UpdatedUtc":null})"},
        {.noun = "resource_block",
         .list = {.path = "resourceBlocks/getAll",
                  .collection = "ResourceBlocks",
                  .table = &Hotel::resource_blocks,
                  .filters = {by_id<Record>("ResourceBlockIds"),
                              ids("AssignedResourceIds", "AssignedResourceId"),
                              by_activity<Record>({"Active"}),
                              {.name = "CollidingUtc",
                               .time = [](const Record& row) { return time_in(row, "StartUtc"); },
                               .last = [](const Record& row) { return *time_in(row, "EndUtc"); }},
                              by_creation<Record>(),
                              by_update<Record>()}},
         .shape = R"({"Id":null,"EnterpriseId":null,"AssignedResourceId":null,"IsActive":null,
            "Type":null,"StartUtc":null,"EndUtc":null,"CreatedUtc":null,"UpdatedUtc":null,
            "DeletedUtc":null,"Name":"","Notes":null})"},
        {.noun = "outlet",
         .list = {.path = "outlets/getAll",
                  .collection = "Outlets",
                  .table = &Hotel::outlets,
                  .filters = {by_id<Record>("OutletIds"), by_update<Record>()}},
         .shape = R"({"Id":null,"IsActive":null,"Name":"","EnterpriseId":null,"CreatedUtc":null,
            "UpdatedUtc":null})"},
    };
}

std::vector<Definition> account_lists() {
    return {
        {.noun = "relationship",
         .vanishes = true,
         .list = {.path = "customers/getRelationships",
                  .collection = "CustomerRelationships",
                  .table = &Hotel::relationships,
                  .filters = {parents("CustomerIds", "CustomerId", few), by_update<Record>()},
                  .required = {"CustomerIds"},
                  .scope = "ChainIds"},
         .shape = R"({"CustomerId":null,"RelatedCustomerId":null,"Relationship":null,
            "UpdatedUtc":null})"},
        {.noun = "address",
         .list = {.path = "addresses/getAll",
                  .collection = "Addresses",
                  .table = &Hotel::addresses,
                  .filters = {by_id<Record>("AddressIds"), parents("AccountIds", "AccountId"),
                              by_update<Record>(), by_activity<Record>()},
                  .any_of = {"AccountIds", "AddressIds", "UpdatedUtc"},
                  .scope = "ChainIds"},
         .shape = R"({"Id":null,"AccountId":null,"ChainId":null,"AccountType":"Customer",
            "Line1":null,"Line2":null,"City":null,"PostalCode":null,"CountryCode":null,
            "CountrySubdivisionCode":null,"Latitude":null,"Longitude":null,"UpdatedUtc":null,
            "IsActive":null})"},
        {.noun = "identity_document",
         .vanishes = true,
         .list = {.path = "identityDocuments/getAll",
                  .collection = "IdentityDocuments",
                  .table = &Hotel::identity_documents,
                  .filters = {by_id<Record>("IdentityDocumentIds", few),
                              parents("CustomerIds", "CustomerId", few),
                              words("Types", "Type",
                                    {"IdentityCard", "Passport", "Visa", "DriversLicense"})},
                  .required = {"CustomerIds"},
                  .scope = "ChainIds"},
         .shape = R"({"Id":null,"CustomerId":null,"Type":null,"Number":"","ExpirationDate":null,
            "IssuanceDate":null,"IssuingCountryCode":null,"IssuingCountrySubdivisionCode":null,
            "IssuingCity":null,"IdentityDocumentSupportNumber":null,"IsVerified":false})"},
        {.noun = "company",
         .list = {.path = "companies/getAll",
                  .collection = "Companies",
                  .table = &Hotel::companies,
                  .filters = {by_id<Record>("Ids"), ids("MotherCompanyIds", "MotherCompanyId"),
                              texts("ExternalIdentifiers", "ExternalIdentifier"),
                              texts("Names", "Name"), by_creation<Record>(), by_update<Record>(),
                              by_activity<Record>()},
                  .scope = "ChainIds"},
         .shape = R"({"Id":null,"ChainId":null,"Name":"","MotherCompanyId":null,
            "InvoicingEmail":null,"WebsiteUrl":null,"InvoiceDueInterval":null,
            "Options":{"Invoiceable":true,"AddFeesToInvoices":false,
                       "AddTaxDeductedPaymentToInvoices":false},
            "CreditRating":{"Basic":null},"Department":null,"DunsNumber":null,
            "ReferenceIdentifier":null,"AccountingCode":null,"AdditionalTaxIdentifier":null,
            "BillingCode":null,"Contact":null,"ContactPerson":null,"Identifier":null,"Iata":null,
            "IsActive":null,"Notes":null,"Number":0,"TaxIdentifier":null,"Telephone":null,
            "CreatedUtc":null,"UpdatedUtc":null,"AddressId":null,"MergeTargetId":null,
            "ExternalIdentifier":null})"},
        {.noun = "account_note",
         .list = {.path = "accountNotes/getAll",
                  .collection = "AccountNotes",
                  .table = &Hotel::account_notes,
                  .filters = {by_id<Record>("AccountNoteIds"), parents("AccountIds", "AccountId"),
                              by_update<Record>(), by_activity<Record>()},
                  .scope = "ChainIds"},
         .shape = R"({"Id":null,"AccountId":null,"Content":"","AccountType":"Customer",
            "Classifications":["General"],"IsActive":null,"CreatorProfile":null,
            "UpdaterProfile":null})"},
        {.noun = "loyalty_program",
         .list = {.path = "loyaltyPrograms/getAll",
                  .collection = "LoyaltyPrograms",
                  .table = &Hotel::loyalty_programs,
                  .filters = {by_creation<Record>(), by_update<Record>(),
                              by_id<Record>("LoyaltyProgramIds"), by_activity<Record>({"Active"}),
                              texts("Codes", "Code")},
                  .scope = "ChainIds"},
         .shape = R"({"Id":null,"ChainId":null,"Name":"","Code":"","Type":"Hotel",
            "Subscription":"Free"})"},
        {.noun = "loyalty_tier",
         .list = {.path = "loyaltyTiers/getAll",
                  .collection = "LoyaltyTiers",
                  .table = &Hotel::loyalty_tiers,
                  .filters = {parents("LoyaltyProgramIds", "LoyaltyProgramId"),
                              by_id<Record>("LoyaltyTierIds"), by_activity<Record>({"Active"}),
                              by_update<Record>()},
                  .required = {"LoyaltyProgramIds"},
                  .scope = "ChainIds"},
         .shape = R"({"Id":null,"LoyaltyProgramId":null,"Name":"","Code":"","Ordering":0})"},
        {.noun = "loyalty_membership",
         .list = {.path = "loyaltyMemberships/getAll",
                  .collection = "LoyaltyMemberships",
                  .table = &Hotel::loyalty_memberships,
                  .filters = {by_creation<Record>(), by_update<Record>(),
                              by_id<Record>("LoyaltyMembershipIds"),
                              parents("AccountIds", "AccountId"),
                              ids("LoyaltyProgramIds", "LoyaltyProgramId"),
                              words("MembershipStates", "State",
                                    {"New", "Pending", "Enrolled", "Canceled", "Declined"}),
                              by_activity<Record>({"Active"}),
                              texts("MembershipNumbers", "MembershipNumber"),
                              ids("ProviderMembershipIds", "ProviderMembershipId")},
                  .scope = "ChainIds"},
         .shape = R"({"Id":null,"ChainId":null,"AccountId":null,"LoyaltyProgramId":null,
            "State":"Enrolled","IsPrimary":true,"ProviderMembershipId":null,
            "MembershipNumber":null,"Points":null,"ExpirationDate":null,"Url":null,
            "LoyaltyTierId":null,"CreatorProfile":null,"UpdaterProfile":null})"},
    };
}

std::vector<Definition> stay_lists() {
    return {
        {.noun = "reservation_group",
         .list = {.path = "reservationGroups/getAll",
                  .collection = "ReservationGroups",
                  .table = &Hotel::reservation_groups,
                  .filters = {by_id<Record>("ReservationGroupIds"), by_update<Record>()},
                  .any_of = {"ReservationGroupIds", "UpdatedUtc"}},
         .shape = R"({"Id":null,"Name":null,"ChannelManager":null,"ChannelManagerGroupNumber":null,
            "EnterpriseId":null})"},
        {.noun = "service_order_note",
         .vanishes = true,
         .list = {.path = "serviceOrderNotes/getAll",
                  .collection = "ServiceOrderNotes",
                  .table = &Hotel::service_order_notes,
                  .filters = {parents("ServiceOrderIds", "OrderId"),
                              by_id<Record>("ServiceOrderNoteIds"), by_update<Record>(),
                              words("Types", "Type",
                                    {"General", "ChannelManager", "SpecialRequest"},
                                    {"General", "ChannelManager"})},
                  .required = {"ServiceOrderIds"}},
         .shape = R"({"Id":null,"OrderId":null,"Text":null,"Type":"General","CreatedUtc":null,
            "UpdatedUtc":null})"},
        {.noun = "message_thread",
         .list = {.path = "messageThreads/getAll",
                  .collection = "MessageThreads",
                  .table = &Hotel::message_threads,
                  .filters = {by_id<Record>("MessageThreadIds"), by_creation<Record>(),
                              by_update<Record>()},
                  .any_of = {"MessageThreadIds", "CreatedUtc", "UpdatedUtc"}},
         .shape = R"({"Id":null,"OriginalSender":"","Subject":"","CreatedUtc":null,
            "UpdatedUtc":null,"IsResolved":false})"},
        {.noun = "message",
         .list = {.path = "messages/getAll",
                  .collection = "Messages",
                  .table = &Hotel::messages,
                  .filters = {parents("MessageThreadIds", "MessageThreadId"),
                              by_creation<Record>(1)},
                  .required = {"MessageThreadIds"}},
         .shape = R"({"Id":null,"MessageThreadId":null,"Text":"","Sender":null,
            "CreatedUtc":null})"},
        {.noun = "rate_group",
         .list = {.path = "rateGroups/getAll",
                  .collection = "RateGroups",
                  .table = &Hotel::rate_groups,
                  .filters = {by_id<Record>("RateGroupIds"), ids("ServiceIds", "ServiceId"),
                              texts("ExternalIdentifiers", "ExternalIdentifier"),
                              by_update<Record>(), by_activity<Record>()},
                  .any_of = {"RateGroupIds", "ServiceIds"}},
         .shape = R"({"Id":null,"ServiceId":null,"IsActive":null,"CreatedUtc":null,
            "UpdatedUtc":null,"Ordering":0,"Names":{},"ShortNames":null,"Descriptions":null,
            "ExternalIdentifier":null})"},
        {.noun = "rate",
         .list = {.path = "rates/getAll",
                  .collection = "Rates",
                  .table = &Hotel::rates,
                  .filters = {by_id<Record>("RateIds"), by_update<Record>(),
                              ids("ServiceIds", "ServiceId"),
                              texts("ExternalIdentifiers", "ExternalIdentifier"),
                              by_activity<Record>()},
                  .required = {"ServiceIds"},
                  .extent = Extent{.rows = "Rates",
                                   .inactive = {},
                                   .others = {},
                                   .discontinued = {"RateGroups"},
                                   .may_be_left_out = true,
                                   .required = {"AvailabilityBlockAssignments"}},
                  .nulls = {"RateGroups", "RateRestrictions"}},
         .shape = R"({"Id":null,"GroupId":null,"ServiceId":null,"BaseRateId":null,
            "IsBaseRate":false,"BusinessSegmentId":null,"IsActive":null,"IsEnabled":true,
            "IsPublic":true,"IsDefault":false,"Type":"Public","Names":{},"ShortName":null,
            "UpdatedUtc":null,"ExternalNames":null,"Description":null,"ExternalIdentifier":null,
            "TaxExemptionReason":null,"TaxExemptionLegalReference":null})"},
        {.noun = "business_segment",
         .list = {.path = "businessSegments/getAll",
                  .collection = "BusinessSegments",
                  .table = &Hotel::business_segments,
                  .filters = {by_id<Record>("Ids"), ids("ServiceIds", "ServiceId"),
                              by_update<Record>(), by_activity<Record>()}},
         .shape = R"({"Id":null,"ServiceId":null,"IsActive":null,"Name":"","CreatedUtc":null,
            "UpdatedUtc":null})"},
        {.noun = "source",
         .list = {.path = "sources/getAll",
                  .collection = "Sources",
                  .table = &Hotel::sources,
                  .filters = {by_id<Record>("SourceIds"), by_update<Record>()},
                  .scope = {}},
         .shape = R"({"Id":null,"Name":"","Type":null,"UpdatedUtc":null,"Code":0})"},
        {.noun = "source_assignment",
         .list = {.path = "sourceAssignments/getAll",
                  .collection = "SourceAssignments",
                  .table = &Hotel::source_assignments,
                  .filters = {parents("ReservationGroupIds", "ReservationGroupId"),
                              by_update<Record>()}},
         .shape = R"({"Id":null,"ReservationGroupId":null,"SourceId":null,"IsPrimary":true})"},
    };
}

std::vector<Definition> money_lists() {
    return {
        {.noun = "product",
         .list = {.path = "products/getAll",
                  .collection = "Products",
                  .table = &Hotel::products,
                  .filters = {by_id<Record>("ProductIds"),
                              ids("ServiceIds", "ServiceId"),
                              by_update<Record>(),
                              {.name = "IncludeDefault",
                               .unless = "ProductIds",
                               .hidden =
                                   [](const Record& row) {
                                       return row.body.at("IsDefault").as_bool();
                                   }}},
                  .required = {"ServiceIds"},
                  .empties = {"CustomerProducts"}},
         .shape = R"({"Id":null,"ServiceId":null,"CategoryId":null,"AccountingCategoryId":null,
            "IsActive":null,"Names":{},"ExternalNames":{},"ShortNames":{},"Descriptions":null,
            "ChargingMode":"Once","PostingMode":"Once",
            "Options":{"BillAsPackage":false,"ExcludePriceFromOffer":false},
            "Promotions":{"BeforeCheckIn":false,"AfterCheckIn":true,"DuringStay":true,
                          "BeforeCheckOut":false,"AfterCheckOut":false,"DuringCheckOut":false},
            "Classifications":{"Food":false,"Beverage":false,"Wellness":false,"CityTax":false,
                               "Fee":false},
            "Price":null,"ImageIds":null,"Ordering":0,"ExternalIdentifier":null,
            "TaxExemptionReason":null,"TaxExemptionLegalReference":null,"CreatedUtc":null,
            "UpdatedUtc":null,"ConsumptionMoment":"ServiceOrderStart","IsDefault":false})"},
        {.noun = "product_category",
         .vanishes = true,
         .list = {.path = "productCategories/getAll",
                  .collection = "ProductCategories",
                  .table = &Hotel::product_categories,
                  .filters = {by_id<Record>("ProductCategoryIds"), ids("ServiceIds", "ServiceId"),
                              by_update<Record>()},
                  .required = {"ServiceIds"}},
         .shape = R"({"Id":null,"EnterpriseId":null,"ServiceId":null,"Names":{},"ShortNames":{},
            "Descriptions":{},"ParentProductCategory":null,"UpdatedUtc":null,"CreatedUtc":null,
            "Ordering":0})"},
        {.noun = "accounting_category",
         .list = {.path = "accountingCategories/getAll",
                  .collection = "AccountingCategories",
                  .table = &Hotel::accounting_categories,
                  .filters = {by_id<Record>("AccountingCategoryIds"), by_update<Record>(),
                              by_activity<Record>()}},
         .shape = R"({"Id":null,"EnterpriseId":null,"IsActive":null,"Name":"","Code":null,
            "ExternalCode":null,"LedgerAccountCode":null,"PostingAccountCode":null,
            "CostCenterCode":null,"Classification":null,"CreatedUtc":null,"UpdatedUtc":null})"},
        {.noun = "product_service_order",
         .list = {.path = "productServiceOrders/getAll",
                  .collection = "ProductServiceOrders",
                  .table = &Hotel::product_service_orders,
                  .filters = {by_id<Record>("ProductServiceOrderIds"),
                              ids("ServiceIds", "ServiceId"), parents("AccountIds", "AccountId"),
                              parents("LinkedReservationIds", "LinkedReservationId"),
                              by_update<Record>(), words("States", "State", service_order_states)},
                  .required = {"ServiceIds"}},
         .shape = R"({"Id":null,"ServiceId":null,"AccountId":null,"AccountType":"Customer",
            "CreatorProfileId":null,"UpdaterProfileId":null,"BookerId":null,"Number":"",
            "State":"Confirmed","Origin":"Commander","CommanderOrigin":null,"OriginDetails":null,
            "CreatedUtc":null,"UpdatedUtc":null,"CancelledUtc":null,"VoucherId":null,
            "BusinessSegmentId":null,"LinkedReservationId":null,
            "Options":{"OwnerCheckedIn":false,"AllCompanionsCheckedIn":false,
                       "AnyCompanionCheckedIn":false,"ConnectorCheckIn":false}})"},
        {.noun = "payment",
         .list = {.path = "payments/getAll",
                  .collection = "Payments",
                  .table = &Hotel::payments,
                  .filters = {by_id<Record>("PaymentIds"), ids("AccountIds", "AccountId", few),
                              ids("BillIds", "BillId"), parents("ReservationIds", "ReservationId"),
                              by_creation<Record>(), by_update<Record>(),
                              times("ChargedUtc", "ChargedUtc"), times("ClosedUtc", "ClosedUtc"),
                              times("SettlementUtc", "SettlementUtc"), currency(),
                              words("AccountingStates", "AccountingState", accounting_states),
                              words("States", "State",
                                    {"Charged", "Canceled", "Pending", "Failed", "Verifying"}),
                              word("Type", "Type", payment_types)},
                  .any_of = {"PaymentIds", "AccountIds", "BillIds", "ReservationIds", "CreatedUtc",
                             "UpdatedUtc", "ChargedUtc", "ClosedUtc", "SettlementUtc",
                             "AccountingStates", "States", "Type"}},
         .shape = R"({"Id":null,"EnterpriseId":null,"AccountId":null,"AccountType":"Customer",
            "PaymentRequestId":null,"BillId":null,"ReservationId":null,
            "AccountingCategoryId":null,"Amount":null,"OriginalAmount":null,"Notes":null,
            "SettlementId":null,"ConsumedUtc":null,"ClosedUtc":null,"ChargedUtc":null,
            "CreatedUtc":null,"UpdatedUtc":null,"SettlementUtc":null,"AccountingState":"Open",
            "State":"Charged","Identifier":null,"Type":null,"Kind":"Payment","Data":null,
            "PaymentOrigin":"Operations"})"},
        {.noun = "bill",
         .list = {.path = "bills/getAll",
                  .collection = "Bills",
                  .table = &Hotel::bills,
                  .filters =
                      {by_id<Record>("BillIds"),
                       times("IssuedUtc", "IssuedUtc"),
                       times("PaidUtc", "PaidUtc"),
                       times("DueUtc", "DueUtc"),
                       by_creation<Record>(),
                       by_update<Record>(),
                       ids("CustomerIds", "AccountId"),
                       word("State", "State", {"Open", "Closed"}),
                       word("Type", "Type", {"Receipt", "Invoice"}),
                       {.name = "CorrectionState",
                        .text = [](const Record& row) { return text_in(row, "CorrectionState"); },
                        .words = {"Bill", "CorrectiveBill"},
                        .otherwise = {"Bill"},
                        .unless = "BillIds"}},
                  .any_of = {"BillIds", "IssuedUtc", "PaidUtc", "DueUtc", "CreatedUtc",
                             "UpdatedUtc", "CustomerIds", "State", "Type", "CorrectionState"}},
         .shape = R"({"Id":null,"Name":null,"EnterpriseId":null,"AccountId":null,
            "AccountType":"Customer","AssociatedAccountIds":null,"CounterId":null,"State":"Open",
            "Type":"Receipt","Number":null,"VariableSymbol":null,"CreatedUtc":null,
            "IssuedUtc":null,"TaxedUtc":null,"PaidUtc":null,"DueUtc":null,
            "LastReminderDateUtc":null,"UpdatedUtc":null,"PurchaseOrderNumber":null,"Notes":null,
            "Options":{"DisplayCustomer":true,"DisplayTaxation":true,"TrackReceivable":false,
                       "DisplayCid":false,"Rebated":false},
            "OwnerData":null,"AssociatedAccountData":null,"EnterpriseData":null,
            "CorrectionState":"Bill","CorrectionType":null,"CorrectedBillId":null})"},
        {.noun = "payment_request",
         .list = {.path = "paymentRequests/getAll",
                  .collection = "PaymentRequests",
                  .table = &Hotel::payment_requests,
                  .filters = {by_id<Record>("PaymentRequestIds"),
                              parents("AccountIds", "AccountId"),
                              parents("ReservationIds", "ReservationId"), by_update<Record>(),
                              words("States", "State",
                                    {"Pending", "Completed", "Canceled", "Expired"})}},
         .shape = R"({"Id":null,"EnterpriseId":null,"AccountId":null,"ReservationGroupId":null,
            "ReservationId":null,"State":"Pending","Amount":null,"Type":"Payment",
            "Reason":"Other","ExpirationUtc":null,"Description":"","Notes":null,
            "CreatedUtc":null,"UpdatedUtc":null})"},
    };
}

const std::vector<Definition>& definitions() {
    static const auto all = [] {
        std::vector<Definition> joined;
        for (auto part : {house_lists(), account_lists(), stay_lists(), money_lists()})
            std::ranges::move(part, std::back_inserter(joined));
        return joined;
    }();
    return all;
}

}  // namespace

std::span<const RecordKind> record_kinds() {
    static const auto kinds = [] {
        std::vector<RecordKind> made;
        for (const auto& row : definitions()) {
            made.push_back(
                {row.noun, row.list.table, row.vanishes, json::parse(row.shape).as_object()});
        }
        return made;
    }();
    return kinds;
}

const RecordKind& kind_of(Records table) {
    const auto kinds = record_kinds();
    const auto found = std::ranges::find(kinds, table, &RecordKind::table);
    invariant(found != kinds.end(), "every table of records has its row");
    return *found;
}

std::span<const ListOperation> record_list_operations() {
    static const auto operations = [] {
        std::vector<ListOperation> made;
        for (const auto& row : definitions()) made.push_back(operation(row.list));
        return made;
    }();
    return operations;
}

}  // namespace stayd::sim
