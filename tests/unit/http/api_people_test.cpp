#include <set>

#include "tests/unit/http/api_reading.hpp"

// What the API tells of how complete profiles are, and of what can be offered.

namespace stayd::http {
namespace {

struct ApiPeopleTest : ApiReading {
    using Texts = std::vector<std::string>;

    ApiPeopleTest() { hotel.sells_breakfast(stay); }
    Texts gaps_of(const std::string& query) { return all("gaps", "field", "/api/v1/gaps" + query); }
    std::string profile_target() const { return "/api/v1/profiles/" + guest.id.to_string(); }

    sim::SmallHotel& small = hotel.box.hotel;
    sim::SmallHotel::Guest guest = small.guest("Okafor", "Ngozi");
    sim::SmallHotel::Stay stay = guest.arrives_today(small.room("204"));
    sim::SmallHotel::Stay other = small.guest("Silva", "Rui").arrives_today();
};

TEST_F(ApiPeopleTest, AProfileSaysHowCompleteItIsAndWhatIsMissing) {
    hotel.concludes();
    const auto complete = read(profile_target()).at("completeness");
    const auto kept = hotel.box.hotel.views.person(guest.id);
    ASSERT_TRUE(kept);
    EXPECT_EQ(complete.at("role"), "lead");
    EXPECT_EQ(complete.at("score"), kept->score);
    EXPECT_EQ(complete.at("band").as_string(), insight::to_word(insight::band_of(kept->score)));
    EXPECT_EQ(complete.at("legal"), kept->legal);
    EXPECT_EQ(complete.at("gaps").as_array().size(), kept->gaps.size());
    ASSERT_FALSE(kept->gaps.empty());
    const auto& gap = complete.at("gaps").at(0);
    EXPECT_EQ(gap.at("field").as_string(), kept->gaps[0].field);
    EXPECT_EQ(gap.at("weight"), kept->gaps[0].weight);
    EXPECT_EQ(gap.at("points_lost"), kept->gaps[0].points_lost);
    EXPECT_FALSE(gap.at("fix").as_string().empty());
    const auto page = read("/api/v1/profiles");
    EXPECT_FALSE(page.at("profiles").as_array().empty());
    for (const auto& row : page.at("profiles").as_array())
        EXPECT_TRUE(row.at("completeness").is_object());
}

TEST_F(ApiPeopleTest, OfWhoHasNoLiveStayNothingIsScored) {
    stay.is(model::ReservationState::canceled);
    hotel.concludes();
    EXPECT_TRUE(read(profile_target()).at("completeness").is_null());
    EXPECT_EQ(gaps_of("?stay=1042"), Texts{});
}

TEST_F(ApiPeopleTest, GapsAreThoseOfTheProfilesInPagesThatMissNone) {
    hotel.concludes();
    Texts in_profiles;
    const auto page = read("/api/v1/profiles");
    for (const auto& row : page.at("profiles").as_array()) {
        for (const auto& gap : row.at("completeness").at("gaps").as_array())
            in_profiles.emplace_back(gap.at("field").as_string());
    }
    EXPECT_GE(in_profiles.size(), 10U);
    EXPECT_EQ(gaps_of("?subject=person&limit=200"), in_profiles);
    EXPECT_EQ(gaps_of("?subject=person&limit=1"), in_profiles);
    EXPECT_EQ(gaps_of("?subject=person&limit=4"), in_profiles);
}

TEST_F(ApiPeopleTest, GapsAreThoseThatAreAskedFor) {
    hotel.concludes();
    std::size_t sum = 0;
    for (const auto* tier : {"legal", "operational", "commercial"}) {
        const auto tiers = all("gaps", "tier", std::string{"/api/v1/gaps?tier="} + tier);
        EXPECT_EQ(std::set<std::string>(tiers.begin(), tiers.end()).size(), tiers.empty() ? 0 : 1);
        sum += tiers.size();
    }
    EXPECT_EQ(sum, gaps_of("").size());
    EXPECT_EQ(gaps_of("?field=F22"), (Texts{"F22", "F22"})) << "one of each guest";
    EXPECT_EQ(gaps_of("?field=F22&stay=1042"), Texts{"F22"});
    EXPECT_EQ(gaps_of("?stay=9999"), Texts{});
    const auto blocking = read("/api/v1/gaps?blocks=check_in").at("gaps").as_array();
    EXPECT_LT(blocking.size(), gaps_of("").size());
    for (const auto& gap : blocking)
        EXPECT_NE(boost::json::serialize(gap.at("blocks")).find("check_in"), std::string::npos);
    EXPECT_EQ(hotel.ask(Role::desk, "/api/v1/gaps?tier=L").status, 400);
}

TEST_F(ApiPeopleTest, AStayLacksWhoIsCountedAndNotKnown) {
    stay.changes([](auto& row) { row.person_counts[0].count = 3; });
    hotel.concludes();
    const auto gap = read("/api/v1/gaps?subject=stay&stay=1042").at("gaps").at(0);
    EXPECT_EQ(gap.at("about").as_string(), stay.id.to_string());
    EXPECT_EQ(gap.at("about_name"), "Reservation 1042");
    EXPECT_EQ(gap.at("field"), "persons");
    EXPECT_EQ(gap.at("name"), "Persons who are not known: 2");
    small.guest("Okafor", "Ada").accompanies(stay);
    small.guest("Okafor", "Obi").accompanies(stay);
    hotel.concludes();
    EXPECT_EQ(gaps_of("?subject=stay&stay=1042"), Texts{});
}

TEST_F(ApiPeopleTest, APageLooksAtSomeProfilesAndTheNextGoesOn) {
    hotel.concludes();
    const auto before = gaps_of("?field=F22").size();
    small.database.execute(R"sql(
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700)
        INSERT INTO completeness (subject, uid, value)
        SELECT 'person', randomblob(16), (SELECT value FROM completeness WHERE subject = 'person' LIMIT 1) FROM n)sql");
    EXPECT_EQ(gaps_of("?field=F22&limit=200").size(), before + 700);
    EXPECT_EQ(gaps_of("?field=F99").size(), 0U);
    const auto page = read("/api/v1/gaps?field=F99");
    EXPECT_EQ(page.at("gaps").as_array().size(), 0U);
    EXPECT_FALSE(page.at("next").is_null());
}

TEST_F(ApiPeopleTest, OpportunitiesAreThoseThatStandTheBestFirst) {
    hotel.concludes();
    small.database.execute(R"sql(
        UPDATE opportunity SET value = json_set(value, '$.rank',
            (SELECT count(*) FROM opportunity AS other WHERE other.uid < opportunity.uid)))sql");
    const auto ids = all("opportunities", "id", "/api/v1/opportunities?limit=1");
    EXPECT_GE(ids.size(), 2U);
    EXPECT_EQ(ids.size(), small.count("SELECT count(*) FROM opportunity"));
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
    EXPECT_TRUE(std::ranges::is_sorted(ids, std::greater{})) << "as their ranks are";
}

TEST_F(ApiPeopleTest, AnOpportunityKeepsWhatWasSaidAndWhoSaidIt) {
    hotel.concludes();
    const auto id = operations::Opportunities::id_of("U05", stay.id);
    const auto target = "/api/v1/opportunities/" + id.to_string();
    const auto open = read(target, Role::desk);
    EXPECT_EQ(open.at("state"), "Open");
    EXPECT_EQ(open.at("number"), "1042");
    EXPECT_EQ(open.at("guest"), "Ngozi Okafor");
    EXPECT_EQ(open.at("room"), "204");
    EXPECT_EQ(open.at("price"), 1800) << "of two persons";
    EXPECT_EQ(open.at("currency"), "EUR");
    EXPECT_TRUE(open.at("decided").is_null());
    small.accepted(house::DecideOpportunity{.opportunity = id});
    const auto said = read(target, Role::desk);
    EXPECT_EQ(said.at("state"), "Offered");
    EXPECT_EQ(said.at("decided_by"), "Ana");
    const std::string list = "/api/v1/opportunities";
    EXPECT_EQ(all("opportunities", "id", list + "?state=Offered"), Texts{id.to_string()});
    EXPECT_EQ(all("opportunities", "id", list + "?rule=U05&stay=1042"), Texts{id.to_string()});
    EXPECT_EQ(all("opportunities", "id", list + "?rule=U05&stay=1043&limit=1"),
              Texts{operations::Opportunities::id_of("U05", other.id).to_string()});
    EXPECT_EQ(all("opportunities", "id", list + "?rule=U05&stay=9999"), Texts{});
    EXPECT_EQ(hotel.ask(Role::desk, list + "?state=Sold").status, 400);
    EXPECT_EQ(hotel.ask(Role::desk, list + "/" + stay.id.to_string()).status, 404);
    EXPECT_EQ(hotel.ask(Role::it, list).status, 403);
}

}  // namespace
}  // namespace stayd::http
