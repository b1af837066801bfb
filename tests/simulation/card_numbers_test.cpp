#include <fmt/format.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

#include "base/log.hpp"
#include "tests/sim/world/world.hpp"

// People write card numbers wherever there is room for text. None of them may come to rest in this
// house: not in its database, not in its log, not on a topic.

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view cards[] = {"4111111111111111", "5500 0000 0000 0004",
                                      "3400-0000-0000-009", "6011 1111 1111 1117"};

/// All lines from now on; the default logger is one for the whole program.
class KeptLog {
  public:
    KeptLog() {
        sink_ = std::make_shared<spdlog::sinks::ostream_sink_mt>(lines_);
        spdlog::default_logger()->sinks().push_back(sink_);
    }
    ~KeptLog() { std::erase(spdlog::default_logger()->sinks(), sink_); }
    KeptLog(const KeptLog&) = delete;
    KeptLog& operator=(const KeptLog&) = delete;
    std::string text() const { return lines_.str(); }

  private:
    std::ostringstream lines_;
    std::shared_ptr<spdlog::sinks::sink> sink_;
};

/// Which of the numbers stands in it, as it was written or as its digits.
std::string found_in(std::string_view text) {
    for (const auto card : cards) {
        std::string digits;
        for (const char c : card) {
            if (c >= '0' && c <= '9') digits += c;
        }
        if (text.contains(card) || text.contains(digits)) return std::string{card};
    }
    return {};
}

TEST(CardNumbers, ComeToRestNowhere) {
    KeptLog log;
    World world(15);
    auto& hotel = world.pms.hotel();
    auto& desk = world.pms.desk();
    const Stamp stamp{world.now(), Actor::other_user};
    auto& stay = *std::ranges::find(hotel.reservations.rows(), model::ReservationState::started,
                                    &Reservation::state);
    const auto stay_id = stay.id.to_string();
    auto* guest = hotel.customers.find(stay.account_id);
    ASSERT_NE(guest, nullptr);
    guest->last_name = fmt::format("Silva {}", cards[0]);
    guest->notes = fmt::format("Card {} exp 12/27", cards[1]);
    guest->email = fmt::format("{}@example.com", cards[0]);
    for (auto& task : hotel.tasks.rows()) {
        task.name = fmt::format("Charge {}", cards[2]);
        task.description = fmt::format("{}, {}", cards[0], cards[3]);
    }
    for (auto& item : hotel.order_items.rows()) {
        if (item.service_order_id == stay.id) item.name = fmt::format("Paid with {}", cards[3]);
    }
    desk.add(&Hotel::service_order_notes,
             {{"OrderId", stay_id},
              {"Text", fmt::format("Use {} please", cards[0])},
              {"Type", "General"}},
             stamp);
    desk.add(
        &Hotel::account_notes,
        {{"AccountId", guest->id.to_string()}, {"Content", fmt::format("New card: {}", cards[1])}},
        stamp);
    desk.change(&Hotel::companies, hotel.companies.rows().front(),
                {{"Name", fmt::format("Acme {}", cards[2])}}, stamp);
    // The PMS repeats one in what it says to an error, and that is told to people.
    world.pms.add_fault({.status = 400,
                         .message = fmt::format("{} is no card of ours", cards[0]),
                         .calls = 3,
                         .path_part = "payments/getAll"});
    world.run_for(20min);

    const auto name = world.daemon->house().mirror().document(model::List::customers, guest->id);
    ASSERT_TRUE(name);
    EXPECT_TRUE(name->contains("Silva ")) << "the rest of it is kept";
    EXPECT_TRUE(log.text().contains("is no card of ours"));
    EXPECT_EQ(found_in(log.text()), "");
    for (const auto& [topic, payload] : world.broker.retained())
        EXPECT_EQ(found_in(payload), "") << topic;
    std::uintmax_t looked_at = 0;
    for (const auto& name : world.disk->names()) {
        const auto& contents = world.disk->seen(*world.disk->find(name));
        std::string bytes(contents.size(), '\0');
        contents.read(0, bytes);
        looked_at += bytes.size();
        EXPECT_EQ(found_in(bytes), "") << name;
    }
    EXPECT_GT(looked_at, 1'000'000U);
}

}  // namespace
}  // namespace stayd::sim
