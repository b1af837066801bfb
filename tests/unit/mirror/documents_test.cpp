#include <boost/json.hpp>

#include "tests/unit/mirror/fixture.hpp"

namespace stayd::mirror {
namespace {

struct DocumentTest : MirrorTest {
    boost::json::value document(List list, const char* id) {
        const auto text = mirror.document(list, id_of(id));
        return text ? boost::json::parse(*text) : boost::json::value{};
    }
};

TEST_F(DocumentTest, HasColumnsAndRestTogether) {
    put(sim::Row(List::order_items)
            .set("account_uid", id_of("Ada"))
            .set("unit_count", 3)
            .set("billing_name", "Tea \"Earl Grey\"\n\xE2\x98\x95")
            .set("gross_millionths", 12'500'000)
            .set("currency", "EUR")
            .set("consumed_utc_ms", sim::utc("2015-09-17T09:00:00Z"))
            .set("closed_utc_ms", sim::utc("2015-09-17T09:00:00Z") + 250ms)
            .rest(R"({"Amount":{"Currency":"EUR","GrossValue":12.50},"Odd":[1, 2.0]})")
            .end(id_of("item")));
    EXPECT_EQ(document(List::order_items, "item"), boost::json::parse(R"({
        "Id": ")" + id_of("item").to_string() + R"(",
        "AccountId": ")" + id_of("Ada").to_string() + R"(",
        "UnitCount": 3, "BillingName": "Tea \"Earl Grey\"\n☕",
        "ConsumedUtc": "2015-09-17T09:00:00Z", "ClosedUtc": "2015-09-17T09:00:00.250Z",
        "Amount": {"Currency": "EUR", "GrossValue": 12.50}, "Odd": [1, 2.0]})"));
    EXPECT_NE(mirror.document(List::order_items, id_of("item"))->find("12.50"), std::string::npos)
        << "the rest stands as the PMS wrote it";
}

TEST_F(DocumentTest, LeavesOutWhatIsNotThereAndSaysNothingTwice) {
    put(sim::Row(List::departments)
            .set("is_active", false)
            .set("name", "Spa")
            .rest(R"({"Name":17})")
            .end(id_of("spa")));
    EXPECT_EQ(document(List::departments, "spa"),
              boost::json::parse(R"({"Id":")" + id_of("spa").to_string() +
                                 R"(","IsActive":false,"Name":17})"));
    const auto text = mirror.document(List::departments, id_of("spa")).value();
    EXPECT_EQ(text.find("Name"), text.rfind("Name"));
    put(sim::Row(List::departments).end(id_of("bare")));
    EXPECT_EQ(document(List::departments, "bare"),
              boost::json::parse(R"({"Id":")" + id_of("bare").to_string() + R"("})"));
    EXPECT_FALSE(mirror.document(List::departments, id_of("nothing")));
}

TEST_F(DocumentTest, OfAListWithoutIdsHasNone) {
    put(sim::Row(List::availability).set("value", 4).end(id_of("a number")));
    EXPECT_EQ(document(List::availability, "a number"), boost::json::parse(R"({"Value":4})"));
    put(sim::Row(List::availability).rest(R"({"X":1})").end(id_of("another")));
    EXPECT_EQ(document(List::availability, "another"), boost::json::parse(R"({"X":1})"));
    put(sim::Row(List::availability).end(id_of("empty")));
    EXPECT_EQ(document(List::availability, "empty"), boost::json::parse("{}"));
}

TEST_F(DocumentTest, NamesWhatARowBelongsTo) {
    accompany("c", "Ada", "1042");
    EXPECT_EQ(mirror.id_in(List::companionships, id_of("c"), "reservation_uid"), id_of("1042"));
    EXPECT_EQ(mirror.id_in(List::companionships, id_of("d"), "reservation_uid"), std::nullopt);
    put(stay("1042", 1h));
    EXPECT_EQ(mirror.id_in(List::reservations, id_of("1042"), "assigned_resource_uid"),
              std::nullopt);
}

struct DigestTest : MirrorTest {
    /// As a sweep adds up what the PMS gives.
    static Digest of(const std::vector<model::Rows>& read) {
        Digest digest{};
        for (const auto& rows : read) {
            for (std::size_t at = 0; at < rows.size(); ++at)
                add(digest, rows[at].id(), rows[at].content_hash());
        }
        return digest;
    }
    static model::Rows company(const char* name, const char* called) {
        return rows_of(sim::Company{.id = id_of(name), .name = called});
    }
    Digest mirrored() { return mirror.digest(List::companies); }
};

TEST_F(DigestTest, IsTheSameForTheSameRowsInAnyOrder) {
    EXPECT_EQ(mirrored(), Digest{});
    put(company("Acme", "A"));
    put(company("Bora", "B"));
    EXPECT_EQ(mirrored(), of({company("Bora", "B"), company("Acme", "A")}));
}

TEST_F(DigestTest, DiffersWhereARowDiffers) {
    put(company("Acme", "A"));
    put(company("Bora", "B"));
    const auto mine = mirrored();
    const auto differs_in = [&](const std::vector<model::Rows>& read) {
        const auto theirs = of(read);
        std::set<std::size_t> buckets;
        for (std::size_t at = 0; at < mine.size(); ++at) {
            if (mine[at] != theirs[at]) buckets.insert(at);
        }
        return buckets;
    };
    const std::size_t a = id_of("Acme").bytes[0];
    const std::size_t b = id_of("Bora").bytes[0];
    const std::size_t c = id_of("Civa").bytes[0];
    ASSERT_NE(a, b);
    EXPECT_EQ(differs_in({company("Acme", "A"), company("Bora", "changed")}), std::set{b});
    EXPECT_EQ(differs_in({company("Bora", "B")}), std::set{a}) << "one more here";
    EXPECT_EQ(differs_in({company("Acme", "A"), company("Bora", "B"), company("Civa", "C")}),
              std::set{c})
        << "one more there";
    EXPECT_EQ(differs_in({company("Acme", "B"), company("Bora", "A")}), (std::set{a, b}))
        << "names exchanged";
}

TEST_F(DigestTest, TellsExchangedContentsInOneBucketApart) {
    Uuid first;
    Uuid second;
    first.bytes[15] = 1;
    second.bytes[15] = 2;
    Digest straight{};
    add(straight, first, 10);
    add(straight, second, 20);
    Digest crossed{};
    add(crossed, first, 20);
    add(crossed, second, 10);
    EXPECT_NE(straight, crossed);
}

}  // namespace
}  // namespace stayd::mirror
