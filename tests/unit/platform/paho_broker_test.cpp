#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <fstream>
#include <functional>
#include <thread>

#include "platform/linux/random.hpp"
#include "platform/paho/broker.hpp"
#include "platform/paho/no_delay.hpp"
#include "tests/support/mosquitto.hpp"
#include "tests/support/mqtt_peer.hpp"

namespace stayd::platform {
namespace {

using publish::BrokerEvent;
using publish::Message;
using Kind = BrokerEvent::Kind;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// Turns the executor until a coroutine has its result, and no longer than a test may take.
struct Loop {
    asio::io_context context{1};
    SystemRandom random;

    template <class T>
    T run(asio::awaitable<T> coroutine) {
        std::optional<T> result;
        std::exception_ptr failed;
        asio::co_spawn(context, std::move(coroutine), [&](std::exception_ptr exception, T value) {
            failed = exception;
            result = std::move(value);
        });
        turn_until([&] { return result.has_value(); });
        if (failed) std::rethrow_exception(failed);
        return std::move(*result);
    }
    void turn_until(const std::function<bool()>& condition) {
        const auto patience = std::chrono::steady_clock::now() + seconds{20};
        while (!condition()) {
            if (std::chrono::steady_clock::now() > patience)
                throw std::runtime_error("nothing happens");
            context.restart();
            context.run_one_for(milliseconds{10});
        }
    }
};

PahoOptions options_for(const sim::Mosquitto& mosquitto) {
    return {.uri = mosquitto.uri(), .client_id = "stayd-test"};
}

std::vector<std::string> payloads(const std::vector<sim::MqttPeer::Heard>& messages) {
    std::vector<std::string> texts;
    for (const auto& message : messages) texts.push_back(message.payload);
    return texts;
}

/// The descriptors of this process connected to that port of TCP.
std::vector<int> sockets_towards(std::uint16_t port) {
    std::vector<int> found;
    for (int descriptor = 0; descriptor < 256; ++descriptor) {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        if (::getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) != 0) continue;
        if (peer.sin_family == AF_INET && ntohs(peer.sin_port) == port) found.push_back(descriptor);
    }
    return found;
}

/// Publishes each payload at once, as many coroutines do, and collects the results.
class Burst {
  public:
    Burst(Loop& loop, PahoBroker& broker, int count) : results_(static_cast<std::size_t>(count)) {
        for (int number = 0; number < count; ++number) {
            Message message{.topic = "burst", .payload = std::to_string(number)};
            asio::co_spawn(loop.context, broker.publish(std::move(message)),
                           [this, number](std::exception_ptr, Result<void> result) {
                               results_[static_cast<std::size_t>(number)] = std::move(result);
                               ++finished_;
                           });
        }
    }
    bool is_finished() const { return finished_ == results_.size(); }
    std::size_t count(std::optional<Errc> code) const {
        return static_cast<std::size_t>(std::ranges::count_if(results_, [&](const auto& result) {
            return result &&
                   (code ? !*result && result->error().code == *code : result->has_value());
        }));
    }

  private:
    std::vector<std::optional<Result<void>>> results_;
    std::size_t finished_ = 0;
};

TEST(PahoBroker, TellsThatItIsConnectedAndSendsWithoutDelay) {
    sim::Mosquitto mosquitto;
    Loop loop;
    PahoBroker broker(loop.context.get_executor(), loop.random, options_for(mosquitto));
    EXPECT_EQ(loop.run(broker.next_event()).kind, Kind::connected);
    const auto sockets = sockets_towards(mosquitto.port());
    ASSERT_EQ(sockets.size(), 1u);
    int no_delay = 0;
    socklen_t size = sizeof no_delay;
    ::getsockopt(sockets[0], IPPROTO_TCP, TCP_NODELAY, &no_delay, &size);
    EXPECT_NE(no_delay, 0);
}

TEST(PahoBroker, PublishesAThousandMessagesInOrderWithinTheBrokersWindow) {
    sim::Mosquitto mosquitto({.max_inflight_messages = 10});
    sim::MqttPeer peer(mosquitto.port());
    peer.subscribe("burst");
    Loop loop;
    PahoBroker broker(loop.context.get_executor(), loop.random, options_for(mosquitto));
    loop.run(broker.next_event());
    EXPECT_EQ(broker.window(), 10);
    Burst burst(loop, broker, 1000);
    int most = 0;
    loop.turn_until([&] {
        most = std::max(most, broker.unacknowledged());
        return burst.is_finished();
    });
    EXPECT_EQ(most, 10);
    EXPECT_EQ(burst.count(std::nullopt), 1000u);
    std::vector<std::string> expected;
    for (int number = 0; number < 1000; ++number) expected.push_back(std::to_string(number));
    EXPECT_EQ(payloads(peer.wait_for(1000)), expected);
}

TEST(PahoBroker, TellsRetainedMessagesFromLiveOnes) {
    sim::Mosquitto mosquitto;
    sim::MqttPeer peer(mosquitto.port());
    peer.publish("rooms/101", "dirty", true);
    Loop loop;
    PahoBroker broker(loop.context.get_executor(), loop.random, options_for(mosquitto));
    loop.run(broker.next_event());
    const auto subscribed = loop.run(broker.subscribe({"rooms/+", "tasks/+"}, 1));
    ASSERT_TRUE(subscribed) << subscribed.error().context;
    auto event = loop.run(broker.next_event());
    EXPECT_EQ(event.message.topic, "rooms/101");
    EXPECT_EQ(event.message.payload, "dirty");
    EXPECT_TRUE(event.message.retained);
    peer.publish("tasks/7", std::string("\0bytes\xff", 7));
    event = loop.run(broker.next_event());
    EXPECT_EQ(event.message.payload, std::string("\0bytes\xff", 7));
    EXPECT_FALSE(event.message.retained);
    EXPECT_EQ(event.message.qos, 1);
}

TEST(PahoBroker, PublishesRetainedMessagesAndUnacknowledgedOnes) {
    sim::Mosquitto mosquitto;
    Loop loop;
    PahoBroker broker(loop.context.get_executor(), loop.random, options_for(mosquitto));
    loop.run(broker.next_event());
    ASSERT_TRUE(
        loop.run(broker.publish({.topic = "rooms/101", .payload = "clean", .retained = true})));
    sim::MqttPeer peer(mosquitto.port());
    peer.subscribe("#");
    ASSERT_TRUE(loop.run(broker.publish({.topic = "clock", .payload = "tick", .qos = 0})));
    const std::vector<sim::MqttPeer::Heard> expected{{"rooms/101", "clean", true},
                                                     {"clock", "tick", false}};
    EXPECT_EQ(peer.wait_for(2), expected);
}

TEST(PahoBroker, HearsNoMoreOfWhatItUnsubscribes) {
    sim::Mosquitto mosquitto;
    sim::MqttPeer peer(mosquitto.port());
    Loop loop;
    PahoBroker broker(loop.context.get_executor(), loop.random, options_for(mosquitto));
    loop.run(broker.next_event());
    ASSERT_TRUE(loop.run(broker.subscribe({"a", "b", "c"}, 1)));
    ASSERT_TRUE(loop.run(broker.unsubscribe({"a", "b"})));
    for (const char* topic : {"a", "b", "c"}) peer.publish(topic, topic);
    EXPECT_EQ(loop.run(broker.next_event()).message.payload, "c");
}

TEST(PahoBroker, ClearsARetainedTopicWithAnEmptyPayload) {
    sim::Mosquitto mosquitto;
    Loop loop;
    PahoBroker broker(loop.context.get_executor(), loop.random, options_for(mosquitto));
    loop.run(broker.next_event());
    for (const char* payload : {"dirty", ""}) {
        ASSERT_TRUE(
            loop.run(broker.publish({.topic = "rooms/101", .payload = payload, .retained = true})));
    }
    ASSERT_TRUE(
        loop.run(broker.publish({.topic = "rooms/102", .payload = "clean", .retained = true})));
    sim::MqttPeer peer(mosquitto.port());
    peer.subscribe("#");
    EXPECT_EQ(payloads(peer.wait_for(1)), std::vector<std::string>{"clean"});
}

TEST(PahoBroker, LeavesItsWillWhenTheConnectionBreaks) {
    sim::Mosquitto mosquitto;
    Loop loop;
    auto options = options_for(mosquitto);
    options.will = Message{.topic = "stayd/status", .payload = "gone", .retained = true};
    PahoBroker broker(loop.context.get_executor(), loop.random, options);
    loop.run(broker.next_event());
    for (const int descriptor : sockets_towards(mosquitto.port()))
        ::shutdown(descriptor, SHUT_RDWR);
    EXPECT_EQ(loop.run(broker.next_event()).kind, Kind::disconnected);
    EXPECT_EQ(loop.run(broker.next_event()).kind, Kind::connected);
    sim::MqttPeer later(mosquitto.port());
    later.subscribe("stayd/status");
    const std::vector<sim::MqttPeer::Heard> expected{{"stayd/status", "gone", true}};
    EXPECT_EQ(later.wait_for(1), expected);
}

TEST(PahoBroker, LeavesNoWillWhenItStopsOrderly) {
    sim::Mosquitto mosquitto;
    Loop loop;
    auto options = options_for(mosquitto);
    options.will = Message{.topic = "status", .payload = "gone", .retained = true};
    auto broker = std::make_unique<PahoBroker>(loop.context.get_executor(), loop.random, options);
    loop.run(broker->next_event());
    broker.reset();
    sim::MqttPeer peer(mosquitto.port());
    peer.publish("status", "first", true);
    peer.subscribe("status");
    EXPECT_EQ(payloads(peer.wait_for(1)), std::vector<std::string>{"first"});
}

TEST(PahoBroker, ComesBackAfterTheBrokerRestarts) {
    sim::Mosquitto mosquitto;
    Loop loop;
    PahoBroker broker(loop.context.get_executor(), loop.random, options_for(mosquitto));
    EXPECT_EQ(loop.run(broker.next_event()).kind, Kind::connected);
    for (const bool orderly : {true, false}) {
        orderly ? mosquitto.stop() : mosquitto.kill();
        EXPECT_EQ(loop.run(broker.next_event()).kind, Kind::disconnected);
        const auto result = loop.run(broker.publish({.topic = "t", .payload = "p"}));
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, Errc::unreachable);
        const auto subscription = loop.run(broker.subscribe({"t"}, 1));
        ASSERT_FALSE(subscription);
        EXPECT_EQ(subscription.error().code, Errc::unreachable);
        mosquitto.start();
        EXPECT_EQ(loop.run(broker.next_event()).kind, Kind::connected);
        ASSERT_TRUE(loop.run(broker.subscribe({"t"}, 1)));
        ASSERT_TRUE(loop.run(broker.publish({.topic = "t", .payload = "back"})));
        EXPECT_EQ(loop.run(broker.next_event()).message.payload, "back");
    }
}

TEST(PahoBroker, ConnectsOnceTheBrokerIsThere) {
    sim::Mosquitto mosquitto;
    mosquitto.stop();
    Loop loop;
    PahoBroker broker(loop.context.get_executor(), loop.random, options_for(mosquitto));
    loop.context.run_for(milliseconds{100});
    mosquitto.start();
    EXPECT_EQ(loop.run(broker.next_event()).kind, Kind::connected);
}

TEST(PahoBroker, TellsWhatLeftAndWhatDidNotWhenTheConnectionGoes) {
    sim::Mosquitto mosquitto({.max_inflight_messages = 10});
    Loop loop;
    PahoBroker broker(loop.context.get_executor(), loop.random, options_for(mosquitto));
    loop.run(broker.next_event());
    mosquitto.freeze();
    Burst burst(loop, broker, 15);
    loop.turn_until([&] { return broker.unacknowledged() == 10; });
    mosquitto.kill();
    loop.turn_until([&] { return burst.is_finished(); });
    EXPECT_EQ(burst.count(Errc::no_answer), 10u);
    EXPECT_EQ(burst.count(Errc::unreachable), 5u);
}

TEST(PahoBroker, ForgetsAPublishThatIsCancelledWhileItWaitsForAPlace) {
    sim::Mosquitto mosquitto({.max_inflight_messages = 1});
    sim::MqttPeer peer(mosquitto.port());
    peer.subscribe("t");
    Loop loop;
    PahoBroker broker(loop.context.get_executor(), loop.random, options_for(mosquitto));
    loop.run(broker.next_event());
    mosquitto.freeze();
    int finished = 0;
    asio::cancellation_signal cancel;
    const auto publish = [&](std::string text, auto token) {
        asio::co_spawn(loop.context, broker.publish({.topic = "t", .payload = std::move(text)}),
                       std::move(token));
    };
    const auto count = [&](std::exception_ptr, const Result<void>&) { ++finished; };
    publish("first", count);
    publish("cancelled", asio::bind_cancellation_slot(cancel.slot(), count));
    publish("last", count);
    asio::post(loop.context, [&] { cancel.emit(asio::cancellation_type::terminal); });
    loop.turn_until([&] { return finished == 1; });
    mosquitto.thaw();
    loop.turn_until([&] { return finished == 3; });
    EXPECT_EQ(payloads(peer.wait_for(2)), (std::vector<std::string>{"first", "last"}));
}

TEST(PahoBroker, TellsRefusedWhenTheBrokerDeniesTheTopic) {
    const sim::TemporaryFolder folder;
    const auto rules = folder.path() / "acl";
    std::ofstream(rules) << "topic readwrite allowed\n";
    sim::Mosquitto mosquitto({.more = "acl_file " + rules.string() + "\n"});
    Loop loop;
    PahoBroker broker(loop.context.get_executor(), loop.random, options_for(mosquitto));
    loop.run(broker.next_event());
    EXPECT_TRUE(loop.run(broker.publish({.topic = "allowed", .payload = "x"})));
    const auto published = loop.run(broker.publish({.topic = "forbidden", .payload = "x"}));
    ASSERT_FALSE(published);
    EXPECT_EQ(published.error().code, Errc::refused);
    EXPECT_EQ(published.error().context, "MQTT broker: Not authorized");
    EXPECT_EQ(broker.unacknowledged(), 0);
}

TEST(PahoBroker, CountsMessagesThatDoNotFit) {
    sim::Mosquitto mosquitto;
    sim::MqttPeer peer(mosquitto.port());
    Loop loop;
    auto options = options_for(mosquitto);
    options.queue = 10;
    PahoBroker broker(loop.context.get_executor(), loop.random, options);
    loop.run(broker.next_event());
    ASSERT_TRUE(loop.run(broker.subscribe({"t"}, 1)));
    for (int number = 0; number < 25; ++number) peer.publish("t", std::to_string(number));
    loop.turn_until([&] { return broker.lost_messages() == 15; });
    for (int number = 0; number < 10; ++number) {
        EXPECT_EQ(loop.run(broker.next_event()).message.payload, std::to_string(number));
    }
    peer.publish("t", "room again");
    EXPECT_EQ(loop.run(broker.next_event()).message.payload, "room again");
}

TEST(PahoBroker, IsNotSentWhatIsTooLarge) {
    sim::Mosquitto mosquitto;
    sim::MqttPeer peer(mosquitto.port());
    Loop loop;
    PahoBroker broker(loop.context.get_executor(), loop.random, options_for(mosquitto));
    loop.run(broker.next_event());
    ASSERT_TRUE(loop.run(broker.subscribe({"t"}, 1)));
    peer.publish("t", std::string(10'000'000, 'x'));
    peer.publish("t", "small");
    EXPECT_EQ(loop.run(broker.next_event()).message.payload, "small");
}

TEST(PahoBroker, RefusesAnAddressPahoDoesNotKnow) {
    Loop loop;
    EXPECT_THROW(PahoBroker(loop.context.get_executor(), loop.random,
                            {.uri = "smoke://signal", .client_id = "x"}),
                 std::runtime_error);
}

/// A broker that speaks just enough MQTT 5 to grant a window of three, and shows what arrives.
class NarrowBroker {
  public:
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    std::string accept() {
        acceptor_.accept(socket_);
        std::string connect = read_packet();
        const std::string connack("\x20\x06\x00\x00\x03\x21\x00\x03", 8);
        asio::write(socket_, asio::buffer(connack));
        return connect;
    }
    /// The packet's first byte and body.
    std::string read_packet() {
        std::string packet(2, '\0');
        asio::read(socket_, asio::buffer(packet));
        const auto length = static_cast<std::size_t>(static_cast<unsigned char>(packet[1]));
        EXPECT_LT(length, 128u) << "longer packets are not needed here";
        std::string body(length, '\0');
        asio::read(socket_, asio::buffer(body));
        return packet[0] + body;
    }
    void acknowledge(const std::string& publish) {
        const auto topic_length = static_cast<std::size_t>(publish[2]);
        const std::string number = publish.substr(3 + topic_length, 2);
        asio::write(socket_, asio::buffer(std::string("\x40\x02", 2) + number));
    }
    bool is_silent_for(int limit_ms) {
        pollfd waiting{.fd = socket_.native_handle(), .events = POLLIN, .revents = 0};
        return ::poll(&waiting, 1, limit_ms) == 0;
    }

  private:
    asio::io_context context_;
    asio::ip::tcp::acceptor acceptor_{context_, {asio::ip::address_v4::loopback(), 0}};
    asio::ip::tcp::socket socket_{context_};
};

TEST(PahoBroker, SendsNoMoreUnacknowledgedMessagesThanTheBrokerGrants) {
    NarrowBroker narrow;
    Loop loop;
    auto broker = std::make_unique<PahoBroker>(
        loop.context.get_executor(), loop.random,
        PahoOptions{.uri = fmt::format("tcp://127.0.0.1:{}", narrow.port()),
                    .client_id = "stayd-test"});
    const std::string connect = narrow.accept();
    EXPECT_NE(connect.find(std::string("\x21\x00\x64", 3)), std::string::npos)
        << "no receive maximum of 100 asked for";
    EXPECT_EQ(loop.run(broker->next_event()).kind, Kind::connected);
    Burst burst(loop, *broker, 5);
    loop.turn_until([&] { return broker->unacknowledged() == 3; });
    std::vector<std::string> publishes;
    for (int number = 0; number < 3; ++number) publishes.push_back(narrow.read_packet());
    EXPECT_TRUE(narrow.is_silent_for(50));
    narrow.acknowledge(publishes[0]);
    loop.turn_until([&] { return burst.count(std::nullopt) == 1; });
    EXPECT_TRUE(narrow.read_packet().ends_with("3"));
    EXPECT_TRUE(narrow.is_silent_for(50));
}

}  // namespace
}  // namespace stayd::platform
