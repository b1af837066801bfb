// Every reader is total: no bytes make it crash, hang or read past the end. Meant for the
// sanitizers.
#include "mews/answers.hpp"
#include "mews/json_text.hpp"
#include "recorded.hpp"
#include "scripted_pms.hpp"

namespace stayd::mews {
namespace {

/// Exactly the bytes, with nothing behind them that a reader could lean on.
std::string bare(std::string_view text) {
    std::string copy;
    copy.reserve(text.size());
    copy = text;
    return copy;
}

/// Calls `use` with every prefix of the document and, for every place in it, with that byte gone
/// and with it replaced by three of the bytes that mean something, in turn.
template <class Use>
int with_every_change(const std::string& document, Use use) {
    constexpr std::string_view bytes{"\"{}[],:\\0-nu \0\x80\xff", 16};
    int uses = 0;
    const auto count_and_use = [&](std::string_view changed) {
        ++uses;
        use(bare(changed));
    };
    for (std::size_t size = 0; size < document.size(); ++size)
        count_and_use(document.substr(0, size));
    for (std::size_t at = 0; at < document.size(); ++at) {
        std::string changed = document;
        for (std::size_t turn = 0; turn < 3; ++turn) {
            changed[at] = bytes[(at * 3 + turn) % bytes.size()];
            count_and_use(changed);
        }
        count_and_use(changed.erase(at, 1));
    }
    return uses;
}

/// The recorded answers are read again without white space, so that each change meets something
/// that counts.
std::string compact(const std::string& name) {
    return boost::json::serialize(boost::json::parse(recorded(name)));
}

constexpr const char* money =
    R"({"OrderItems":[{"Id":"65bd0c2c-9f1a-4d5b-8a3f-0b1c2d3e4f50","UnitCount":-2,"Amount":{"GrossValue":-1.25e1,
    "Currency":"EUR","TaxValues":[{"Code":null,"Value":0.5}]},"Data":{"Product":{"ProductId":"x"}},
    "Notes":"4111 1111 1111 1111\ud83d"}],"Cursor":null})";
constexpr const char* matrix =
    R"({"TimeUnitStartsUtc":["2015-09-16T23:00:00Z",null],"ResourceCategoryAvailabilities":[
    {"ResourceCategoryId":"34c29e73-c8db-4e93-b51b-981e42655e03","Metrics":{"Occupied":[1,"2"]}}]})";

/// Every kind of column, and every shape of an answer.
std::vector<std::pair<model::List, std::string>> pages() {
    using enum model::List;
    std::vector<std::pair<model::List, std::string>> all{{order_items, money},
                                                         {availability, matrix}};
    for (const auto list : {services, resources, reservations, customers, companionships, tasks})
        all.emplace_back(list, compact(std::string{to_text(list)}));
    return all;
}

TEST(AnyBytes, GiveAPageOrAnError) {
    for (const auto& [list, document] : pages()) {
        const ListRequest request{.list = list, .parents = {Uuid{}}};
        int pages = 0;
        const int uses = with_every_change(document, [&](std::string body) {
            const Result<ListPage> page = read_page(request, std::move(body), "pt-PT");
            if (!page) {
                EXPECT_EQ(page.error().code, Errc::malformed);
                EXPECT_LT(page.error().context.size(), 200u);
                return;
            }
            ++pages;
            EXPECT_LE(page->row_count, 4u);
            for (std::size_t row = 0; row < page->rows.size(); ++row)
                EXPECT_NO_THROW(boost::json::parse(page->rows[row].rest()));
        });
        EXPECT_GT(pages, 0) << document;
        EXPECT_LT(pages, uses) << document;
    }
}

TEST(AnyBytes, GiveAConfigurationOrAnError) {
    int read = 0;
    const int uses = with_every_change(compact("configuration"), [&](std::string body) {
        if (read_configuration(std::move(body))) ++read;
    });
    EXPECT_GT(read, 0);
    EXPECT_LT(read, uses);
}

TEST(AnyBytes, GiveHintsOrAnError) {
    int read = 0;
    const int uses = with_every_change(compact("events"), [&](const std::string& frame) {
        if (parse_events(frame)) ++read;
    });
    EXPECT_GT(read, 0);
    EXPECT_LT(read, uses);
}

TEST(AnyBytes, GiveAReceiptOrAnErrorAndAnErrorBodyAlways) {
    const std::pair<Write, std::string> answers[] = {
        {AddTask{}, R"({"TaskId":"65bd0c2c-9f1a-4d5b-8a3f-0b1c2d3e4f50"})"},
        {AddProduct{}, R"({"ItemIds":["65bd0c2c-9f1a-4d5b-8a3f-0b1c2d3e4f50"]})"},
        {AddMessage{},
         R"({"Messages":[{"Message":{"Id":"65bd0c2c-9f1a-4d5b-8a3f-0b1c2d3e4f50"}}]})"}};
    for (const auto& [write, answer] : answers) {
        int read = 0;
        const int uses = with_every_change(answer, [&](std::string body) {
            if (read_receipt(write, std::move(body))) ++read;
        });
        EXPECT_GT(read, 0);
        EXPECT_LT(read, uses);
    }
    int messages = 0;
    with_every_change(R"({"Message":"Inv\u00e4lid \ud83d\ude00","RequestId":"x"})",
                      [&](std::string body) {
                          if (!read_error_body(std::move(body)).message.empty()) ++messages;
                      });
    EXPECT_GT(messages, 0);
}

TEST(AnyBytes, MayBeNestedDeeply) {
    const std::string open(100'000, '[');
    const std::string close(100'000, ']');
    const Result<ListPage> page =
        read_page({.list = model::List::tasks},
                  R"({"Deep":)" + open + close + R"(,"Tasks":[],"Cursor":null})", "");
    EXPECT_FALSE(page && page->row_count != 0);
    EXPECT_FALSE(read_page({.list = model::List::tasks}, open, ""));
    EXPECT_FALSE(read_page({.list = model::List::tasks},
                           R"({"Tasks":[{"Deep":)" + open + close + "}]}", ""));
    EXPECT_FALSE(parse_events(open));
}

TEST(AnyBytes, AreUnescapedOrRefused) {
    const std::string inner = R"(a\ud83d\ude00\ud83dx\n\u0041\\\")";
    int texts = 0;
    const int uses = with_every_change(inner, [&](const std::string& changed) {
        std::string text;
        if (unescape(changed, text)) ++texts;
    });
    EXPECT_GT(texts, 0);
    EXPECT_LT(texts, uses);
}

TEST(Bounded, NeverCutsACharacterInTwo) {
    const std::string text = "aä€😀";
    const std::size_t sizes[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};
    for (std::size_t most = 0; most < std::size(sizes); ++most) {
        EXPECT_EQ(bounded(text, most), text.substr(0, sizes[most])) << most;
    }
}

}  // namespace
}  // namespace stayd::mews
