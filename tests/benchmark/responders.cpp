#include "tests/benchmark/responders.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <thread>

#include "base/uuid.hpp"
#include "platform/linux/random.hpp"
#include "platform/paho/broker.hpp"
#include "stayd/v1/command.pb.h"
#include "tests/benchmark/mqtt_client.hpp"
#include "tests/integration/box.hpp"

namespace stayd::bench {
namespace {

/// Sends back what it gets: 200 bytes, about what a staff command takes.
class Echo : public Responder {
  public:
    explicit Echo(std::string name) : name_(std::move(name)) {}
    std::string name() const override { return name_; }
    std::string command_topic() const override { return fmt::format("bench/{}/commands", name_); }
    std::string reply_topic() const override { return fmt::format("bench/{}/replies", name_); }
    std::string command(std::uint64_t number) const override {
        return fmt::format("{:<200}", number);
    }

  private:
    std::string name_;
};

class LibmosquittoResponder final : public Echo {
  public:
    explicit LibmosquittoResponder(std::uint16_t port)
        : Echo("libmosquitto"),
          client_(port, command_topic(),
                  [this, topic = reply_topic()](const std::string&, const std::string& payload) {
                      client_.publish(topic, payload);
                  }) {
        client_.run_by_itself();
    }

  private:
    MqttClient client_;
};

class PahoResponder final : public Echo {
  public:
    explicit PahoResponder(std::uint16_t port) : Echo("PahoBroker") {
        thread_ = std::thread([this, port] {
            platform::PahoBroker broker(
                context_.get_executor(), random_,
                {.uri = fmt::format("tcp://127.0.0.1:{}", port), .client_id = "bench-paho"});
            asio::co_spawn(context_, answer(broker), asio::detached);
            context_.run();
        });
        subscribed_.get_future().get();
    }
    ~PahoResponder() override {
        context_.stop();
        thread_.join();
    }

  private:
    asio::awaitable<void> answer(platform::PahoBroker& broker) {
        auto connecting = broker.next_event();
        co_await std::move(connecting);
        std::vector<std::string> filters{command_topic()};
        auto subscribing = broker.subscribe(std::move(filters), 1);
        const auto subscribed = co_await std::move(subscribing);
        if (!subscribed) throw std::runtime_error(subscribed.error().context);
        subscribed_.set_value();
        const auto topic = reply_topic();
        while (true) {
            auto waiting = broker.next_event();
            publish::BrokerEvent event = co_await std::move(waiting);
            if (event.kind != publish::BrokerEvent::Kind::message) continue;
            publish::Message reply{.topic = topic, .payload = std::move(event.message.payload)};
            asio::co_spawn(context_, broker.publish(std::move(reply)), asio::detached);
        }
    }

    asio::io_context context_{1};
    platform::SystemRandom random_;
    std::promise<void> subscribed_;
    std::thread thread_;
};

class StaydResponder final : public Responder {
  public:
    explicit StaydResponder(const sim::Box& box) {
        const auto rooms = box.control("/control/rooms").at("rooms").as_array();
        for (const auto& room : rooms) {
            const auto id = Uuid::parse(std::string{room.at("id").as_string()});
            rooms_.emplace_back(reinterpret_cast<const char*>(id->bytes.data()), id->bytes.size());
        }
    }
    std::string name() const override { return "stayd, on disk"; }
    std::string command_topic() const override { return "stayd/v1/city/commands/bench"; }
    std::string reply_topic() const override { return "stayd/v1/city/acks/bench"; }
    std::string command(std::uint64_t number) const override {
        const auto now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
        const auto id = Uuid::version7(now, random_);
        v1::Command command;
        command.set_command_id(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
        command.set_user("Ana");
        auto* set = command.mutable_set_room_state();
        set->set_room_id(rooms_[number % rooms_.size()]);
        set->set_state(number / rooms_.size() % 2 == 0 ? v1::RESOURCE_STATE_CLEAN
                                                       : v1::RESOURCE_STATE_DIRTY);
        return command.SerializeAsString();
    }

  private:
    mutable platform::SystemRandom random_;
    std::vector<std::string> rooms_;
};

}  // namespace

std::unique_ptr<Responder> stayd_responder(const sim::Box& box) {
    return std::make_unique<StaydResponder>(box);
}

std::unique_ptr<Responder> libmosquitto_responder(std::uint16_t port) {
    return std::make_unique<LibmosquittoResponder>(port);
}

std::unique_ptr<Responder> paho_responder(std::uint16_t port) {
    return std::make_unique<PahoResponder>(port);
}

}  // namespace stayd::bench
