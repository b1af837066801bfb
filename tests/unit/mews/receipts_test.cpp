// What the PMS's answer to a write says, and what becomes of one that says nothing.
#include "mews/answers.hpp"
#include "scripted_pms.hpp"

namespace stayd::mews {
namespace {

constexpr const char* new_id = "65bd0c2c-9f1a-4d5b-8a3f-0b1c2d3e4f50";
constexpr const char* other_id = "3a9f0c1d-7f2e-4b6a-8c3d-5e6f7a8b9c0d";

/// A create, the documented answer to it, and what is said of one that names nothing.
struct CreateCase {
    std::string name;
    Write write;
    std::string answer;  ///< "$N" stands for the new id, "$X" for another
    std::string says;
};

std::string expand(std::string text) {
    for (const auto& [word, meaning] : {std::pair{"$N", new_id}, std::pair{"$X", other_id}}) {
        for (auto at = text.find(word); at != std::string::npos; at = text.find(word))
            text.replace(at, 2, meaning);
    }
    return text;
}

const CreateCase creates[] = {
    {"block", AddBlock{},
     R"({"ResourceBlocks":[{"AssignedResourceId":"$X","IsActive":true,"Id":"$N","Name":"Leak"}]})",
     "resourceBlocks/add: ResourceBlocks/0/Id is not an id"},
    {"task", AddTask{}, R"({"TaskId":"$N"})", "tasks/add: TaskId is not an id"},
    {"customer", AddCustomer{},
     R"({"Id":"$N","Address":{"Id":"$X"},"ChainId":"$X","LastName":"Lovelace","Tags":[{"Id":1}]})",
     "customers/add: Id is not an id"},
    {"address", AddAddress{}, R"({"Addresses":[{"AccountId":"$X","Id":"$N","ChainId":"$X"}]})",
     "addresses/add: Addresses/0/Id is not an id"},
    {"document", AddDocument{},
     R"({"IdentityDocuments":[{"Id":"$N","CustomerId":"$X","Number":"P 1"}]})",
     "identityDocuments/add: IdentityDocuments/0/Id is not an id"},
    {"companion", AddCompanion{}, R"({"CompanionshipId":"$N"})",
     "reservations/addCompanion: CompanionshipId is not an id"},
    {"stay_note", AddStayNote{},
     R"({"ServiceOrderNotes":[{"Id":"$N","OrderId":"$X","Text":"[\"Id\"]","Type":"General"}]})",
     "serviceOrderNotes/add: ServiceOrderNotes/0/Id is not an id"},
    {"account_note", AddAccountNote{},
     R"({"AccountNotes":[{"CreatorProfile":{"Id":"$X"},"AccountId":"$X","Id":"$N"}]})",
     "accountNotes/add: AccountNotes/0/Id is not an id"},
    {"product", AddProduct{}, R"({"ItemIds":["$N","$X"]})",
     "reservations/addProduct: ItemIds/0 is not an id"},
    {"order", AddOrder{}, R"({"OrderId":"$N"})", "orders/add: OrderId is not an id"},
    {"thread", AddThread{}, R"({"MessageThreads":[{"Id":"$N","OriginalSender":"Ada"}]})",
     "messageThreads/add: MessageThreads/0/Id is not an id"},
    {"message", AddMessage{},
     R"({"Messages":[{"Identifier":"$X","Message":{"MessageThreadId":"$X","Id":"$N"}}]})",
     "messages/add: Messages/0/Message/Id is not an id"},
};

struct Creates : testing::TestWithParam<CreateCase> {};

TEST_P(Creates, HaveTheIdThatThePmsGave) {
    const auto receipt = read_receipt(GetParam().write, expand(GetParam().answer));
    ASSERT_TRUE(receipt) << receipt.error().context;
    EXPECT_EQ(receipt->created_id, id(new_id));
}

TEST_P(Creates, ThatAreNotNamedAreInDoubt) {
    const auto answer = GetParam().answer;
    std::string no_id = answer;
    no_id.replace(no_id.find("$N"), 2, "7");
    std::string other_name = answer;
    other_name.replace(2, 1, "x");
    for (const auto& body : {no_id, other_name, std::string{"{}"}}) {
        const auto receipt = read_receipt(GetParam().write, expand(body));
        ASSERT_FALSE(receipt) << body;
        EXPECT_EQ(receipt.error().code, Errc::malformed) << body;
        EXPECT_EQ(receipt.error().context, GetParam().says) << body;
    }
    const auto cut = answer.substr(0, answer.size() - 1);
    EXPECT_FALSE(read_receipt(GetParam().write, expand(cut))) << cut;
}

INSTANTIATE_TEST_SUITE_P(, Creates, testing::ValuesIn(creates),
                         [](const auto& row) { return row.param.name; });

TEST(Receipts, OfListsThatAreEmptyOrOddNameNothing) {
    for (const char* list : {"[]", "null", "7", "[7]", "[null]", "{}", R"([{"Id":null}])",
                             R"([[{"Id":"$N"}]])", R"({"Id":"$N"})"}) {
        const auto body = expand(std::string{R"({"ResourceBlocks":)"} + list + "}");
        EXPECT_FALSE(read_receipt(AddBlock{}, body)) << body;
    }
}

TEST(Receipts, OfASoldProductMayNameNoItem) {
    const auto receipt = read_receipt(AddProduct{}, R"({"ItemIds":null})");
    ASSERT_TRUE(receipt) << receipt.error().context;
    EXPECT_EQ(receipt->created_id, std::nullopt);
    EXPECT_FALSE(read_receipt(AddProduct{}, R"({"ItemIds":[]})"));
    EXPECT_FALSE(read_receipt(AddProduct{}, "{}"));
}

TEST(Receipts, OfOtherWritesNameNothingWhateverTheyHold) {
    const Write writes[] = {SetResourceStates{},      DeleteBlock{},        CloseTask{},
                            StartReservation{},       ProcessReservation{}, MoveReservation{},
                            SetReservationInterval{}, UpdateAccount{},      DeleteDocument{},
                            DeleteCompanion{}};
    const char* bodies[] = {"{}", R"({"Id":"$N","TaskId":"$N"})",
                            R"({"Reservations":null,"Accounts":[{"Id":"$N"}],"":"$N"})"};
    for (const auto& write : writes) {
        for (const char* body : bodies) {
            const auto receipt = read_receipt(write, expand(body));
            ASSERT_TRUE(receipt) << receipt.error().context;
            EXPECT_EQ(receipt->created_id, std::nullopt) << body;
        }
        EXPECT_FALSE(read_receipt(write, "<html>"));
    }
}

TEST_F(ConnectorTest, ACreateIsRefusedForAPersonToRead) {
    for (const auto& create : creates) {
        pms.will_answer(403, R"({"Message":"Not today.","RequestId":"r-1"})");
        const Result<WriteAnswer> answer = run(connector.write(create.write));
        ASSERT_TRUE(answer) << create.name;
        const auto* refusal = std::get_if<Refusal>(&*answer);
        ASSERT_TRUE(refusal) << create.name;
        EXPECT_EQ(refusal->status, 403);
        EXPECT_EQ(refusal->message, "Not today.");
    }
}

TEST_F(ConnectorTest, ACreateIsInDoubtWhenNothingTellsWhatCameOfIt) {
    for (const auto& create : creates) {
        const std::pair<HttpResponse, Errc> answers[] = {
            {{.status = 204, .body = ""}, Errc::malformed},
            {{.status = 200, .body = "<html>"}, Errc::malformed},
            {{.status = 408, .body = "{}"}, Errc::too_heavy},
            {{.status = 500, .body = "{}"}, Errc::server_fault}};
        for (const auto& [response, code] : answers) {
            pms.will_answer(response);
            Breaker unbroken{clock, random};
            Connector writer{pms, rate_limit, unbroken, {}};
            const Result<WriteAnswer> answer = run(writer.write(create.write));
            ASSERT_FALSE(answer) << create.name << response.status;
            EXPECT_EQ(answer.error().code, code) << create.name << response.status;
        }
    }
}

}  // namespace
}  // namespace stayd::mews
