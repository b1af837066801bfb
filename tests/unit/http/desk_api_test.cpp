#include "http/desk_api.hpp"

#include "tests/unit/http/api_reading.hpp"

namespace stayd::http {
namespace {

struct DeskApiTest : ApiReading {
    Response open(const std::string& body, const std::string& type = "application/json") {
        return hotel.box.lan.answer({.method = "POST",
                                     .target = "/api/v1/desk/person",
                                     .headers = {{"Host", "box.lan"}, {"Content-Type", type}},
                                     .body = body});
    }
    Response open_by(const Uuid& id, const std::string& by) {
        return open(boost::json::serialize(
            boost::json::object{{"id", id.to_string()}, {"by", by}, {"device", "desk-1"}}));
    }
    boost::json::value opened(const Uuid& id) {
        const auto response = open_by(id, "Eva");
        EXPECT_EQ(response.status, 200) << response.body;
        return boost::json::parse(response.body);
    }
    std::string passport() {
        return std::string{
            opened(guest.id).at("documents").at(0).at("fields").at("Number").as_string()};
    }

    sim::SmallHotel& small = hotel.box.hotel;
    sim::SmallHotel::Guest guest = small.guest("Okafor", "Ngozi");
    sim::SmallHotel::Stay stay = guest.arrives_today(small.room("204"));
};

TEST_F(DeskApiTest, APersonIsToldWithWhatStaffHaveChangedAndTheLawAsksFor) {
    hotel.concludes();
    const auto before = opened(guest.id);
    EXPECT_EQ(before.at("id").as_string(), guest.id.to_string());
    EXPECT_EQ(before.at("stay"), "1042");
    EXPECT_EQ(before.at("fields").at("LastName"), "Okafor");
    EXPECT_TRUE(before.at("fields").at("BirthDate").is_null());
    const auto gaps = boost::json::serialize(before.at("gaps"));
    EXPECT_NE(gaps.find("\"F03\""), std::string::npos) << gaps;
    EXPECT_EQ(gaps.find("\"F22\""), std::string::npos) << "no law asks for an e-mail address";

    small.accepted(house::UpdateGuest{guest.id, {{"BirthDate", "1980-05-17"}}});
    small.accepted(house::UpdateGuest{guest.id, {{"BirthDate", "1980-05-18"}}});
    EXPECT_EQ(opened(guest.id).at("fields").at("BirthDate"), "1980-05-18");
    EXPECT_TRUE(before.at("records").as_object().empty());
    small.accepted(house::Record{guest.id, "signature", "signed"});
    small.accepted(house::Record{stay.id, "vip_prepared", "done"});
    EXPECT_EQ(boost::json::serialize(opened(guest.id).at("records")), R"({"signature":"signed"})");
}

TEST_F(DeskApiTest, DocumentsAreThoseThatWillBeInThePms) {
    hotel.telling.row("identity_document", sim::id_of("passport"),
                      {{"customer_uid", guest.id}, {"type", "Passport"}, {"number", "P1"}});
    hotel.concludes();
    EXPECT_EQ(passport(), "P1");
    small.accepted(house::AddDocument{guest.id, {{"Type", "Passport"}, {"Number", "P2"}}});
    EXPECT_EQ(opened(guest.id).at("documents").as_array().size(), 2U);
    EXPECT_EQ(passport(), "P2");
    small.accepted(house::RemoveDocument{sim::id_of("passport")});
    EXPECT_EQ(opened(guest.id).at("documents").as_array().size(), 1U);
    EXPECT_EQ(passport(), "P2");
}

TEST_F(DeskApiTest, TheAddressIsTheOneThatWillBeInThePms) {
    hotel.telling.row("address", sim::id_of("old"),
                      {{"account_uid", guest.id},
                       {"is_active", 1},
                       {"line1", "Rua Augusta 1"},
                       {"updated_utc_ms", 2}});
    hotel.telling.row("address", sim::id_of("own"),
                      {{"account_uid", guest.id},
                       {"is_active", 1},
                       {"line1", "Rua Nova 2"},
                       {"updated_utc_ms", 1}});
    const auto line = [&](const char* name) {
        const auto value = opened(guest.id).at("address").at(name);
        return value.is_null() ? std::string{"null"} : std::string{value.as_string()};
    };
    hotel.concludes();
    EXPECT_EQ(line("Line1"), "Rua Augusta 1") << "the newest";
    hotel.telling.change("customer", guest.id, {{"address_uid", sim::id_of("own")}});
    EXPECT_EQ(line("Line1"), "Rua Nova 2") << "the profile's own";
    EXPECT_EQ(line("CountrySubdivisionCode"), "null") << "all that can be written is told";
    small.accepted(house::SetAddress{guest.id, {{"Line2", "2.º Esq."}}});
    EXPECT_EQ(line("Line1"), "Rua Nova 2");
    EXPECT_EQ(line("Line2"), "2.º Esq.");
    const auto other = small.guest("Silva", "Rui");
    EXPECT_TRUE(opened(other.id).at("address").is_null());
    small.accepted(house::SetAddress{other.id, {{"City", "Faro"}}});
    EXPECT_EQ(opened(other.id).at("address").at("City"), "Faro");
}

TEST_F(DeskApiTest, ADocumentIsToldWithAllThatIsEnteredAnewWithIt) {
    hotel.telling.row(
        "identity_document", sim::id_of("card"),
        {{"customer_uid", guest.id},
         {"type", "IdentityCard"},
         {"number", "1"},
         {"rest", R"({"IdentityDocumentSupportNumber": "A1", "IssuingCity": "Lugo"})"}});
    hotel.concludes();
    const auto support = [&] {
        const auto card = opened(guest.id).at("documents").at(0).at("fields");
        EXPECT_EQ(card.at("IssuingCity"), "Lugo");
        return card.at("IdentityDocumentSupportNumber");
    };
    EXPECT_EQ(support(), "A1");
    small.accepted(house::AddDocument{guest.id,
                                      {{"Type", "IdentityCard"},
                                       {"Number", "1"},
                                       {"IssuingCity", "Lugo"},
                                       {"IdentityDocumentSupportNumber", "A2"}}});
    EXPECT_EQ(support(), "A2");
}

TEST_F(DeskApiTest, WhoOpensWhomStandsInTheAuditOncePerQuarterOfAnHour) {
    const auto other = small.guest("Silva", "Rui");
    hotel.concludes();
    opened(guest.id);
    opened(guest.id);
    EXPECT_EQ(openings(), 1);
    opened(other.id);
    EXPECT_EQ(openings(), 2) << "both of two that are compared";
    open_by(guest.id, "Ana");
    EXPECT_EQ(openings(), 3);
    EXPECT_EQ(small.count("SELECT count(*) FROM audit WHERE what = 'Opened' AND actor = 'Eva' "
                          "AND device = 'desk-1'"),
              2);
}

TEST_F(DeskApiTest, AMergedProfileIsItsSurvivor) {
    const auto merged = small.guest("Okafor", "N.");
    hotel.telling.change("customer", merged.id, {{"merge_target_uid", guest.id}});
    hotel.concludes();
    EXPECT_EQ(opened(merged.id).at("id").as_string(), guest.id.to_string());
}

TEST_F(DeskApiTest, NobodyIsToldToWhoDoesNotSayWhoAsks) {
    EXPECT_EQ(open_by(guest.id, "Eva").status, 503) << "nothing is loaded yet";
    hotel.concludes();
    const auto id = guest.id.to_string();
    EXPECT_EQ(open_by(guest.id, "").status, 400);
    EXPECT_EQ(open_by(guest.id, std::string(321, 'a')).status, 400);
    EXPECT_EQ(open("{\"id\":\"" + id + "\",\"by\":7}").status, 400);
    EXPECT_EQ(open("{\"id\":\"x\",\"by\":\"Eva\"}").status, 400);
    EXPECT_EQ(open("[]").status, 400);
    EXPECT_EQ(open("{").status, 400);
    EXPECT_EQ(open("{\"id\":\"" + id + "\",\"by\":\"Eva\"}", "text/plain").status, 415)
        << "a page of somebody else can send that";
    EXPECT_EQ(open_by(sim::id_of("nobody"), "Eva").status, 404);
    EXPECT_EQ(openings(), 0);
    EXPECT_EQ(hotel.box.get("/api/v1/desk/person").status, 404);
    const auto told = open_by(guest.id, "Eva");
    EXPECT_EQ(header(told, "Cache-Control"), "no-store");
    EXPECT_NE(header(told, "Content-Security-Policy"), "");
}

}  // namespace
}  // namespace stayd::http
