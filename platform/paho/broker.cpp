#include "platform/paho/broker.hpp"

#include <fmt/format.h>
#include <mqtt/async_client.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <unordered_map>

#include "base/backoff.hpp"
#include "base/log.hpp"
#include "platform/paho/connection.hpp"
#include "platform/paho/no_delay.hpp"
#include "platform/paho/operation.hpp"

// Paho calls back on two threads of its own, with its mutex held. All that is done there is to post
// to the executor: nothing of Core but its executor, its options, `queued` and `lost` is touched
// from another thread.
namespace stayd::platform {
namespace {

using publish::BrokerEvent;
constexpr std::chrono::seconds goodbye_limit{2};

Result<void> not_connected() {
    return failure(Errc::unreachable, "MQTT: not connected");
}

}  // namespace

struct PahoBroker::Core : std::enable_shared_from_this<PahoBroker::Core> {
    Core(asio::any_io_executor on, Random& chance, PahoOptions wanted)
        : executor(std::move(on)),
          random(chance),
          options(std::move(wanted)),
          port(port_of(options.uri)),
          connection(connect_options(options)),
          client(options.uri, options.client_id, create_options(), nullptr),
          news(executor),
          retry(executor) {}

    // In this order: the options and listeners outlive the client.
    asio::any_io_executor executor;
    Random& random;
    PahoOptions options;
    std::uint16_t port;
    mqtt::connect_options connection;

    /// Tells the executor what became of a publish or subscribe. The operation's number travels as
    /// Paho's context pointer, so nothing has to be freed, and a call that comes late finds
    /// nothing.
    struct OperationListener final : mqtt::iaction_listener {
        Core* core = nullptr;
        void on_success(const mqtt::token& token) override {
            Outcome outcome{.succeeded = true, .reason_code = token.get_reason_code()};
            if (token.get_type() == mqtt::token::SUBSCRIBE) {
                // Complete by now, so that this does not wait.
                const auto response = token.get_subscribe_response();
                for (const int code : response.get_reason_codes()) {
                    outcome.reason_code = std::max(outcome.reason_code, code);
                }
            }
            core->post_outcome(token.get_user_context(), outcome);
        }
        void on_failure(const mqtt::token& token) override {
            core->post_outcome(token.get_user_context(), {.succeeded = false,
                                                          .reason_code = token.get_reason_code(),
                                                          .return_code = token.get_return_code()});
        }
    } operation_listener;

    /// Called twice for one connection, and the `connected` handler after it is the truth: so only
    /// failures count here.
    struct ConnectListener final : mqtt::iaction_listener {
        Core* core = nullptr;
        void on_success(const mqtt::token&) override {}
        void on_failure(const mqtt::token& token) override {
            const Outcome outcome{.succeeded = false,
                                  .reason_code = token.get_reason_code(),
                                  .return_code = token.get_return_code()};
            core->post([reason = reason_text(outcome)](Core& self) { self.lose(reason); });
        }
    } connect_listener;

    mqtt::async_client client;
    mqtt::token_ptr connecting;

    enum class State { waiting, connecting, connected, stopped } state = State::waiting;
    Backoff backoff{std::chrono::milliseconds{500}, std::chrono::seconds{15}};
    std::string last_reason;

    std::deque<BrokerEvent> events;
    Wakeup news;
    asio::steady_timer retry;
    std::atomic<std::size_t> queued{0};  ///< messages posted or in `events`
    std::atomic<std::uint64_t> lost{0};

    int window = 0;
    int unacknowledged = 0;
    std::uintptr_t last_number = 0;
    std::unordered_map<std::uintptr_t, OperationPtr>
        pending;  ///< publishes and subscribes, by number
    std::deque<OperationPtr> waiting;

    template <class Action>
    void post(Action action) {
        asio::post(executor, [weak = weak_from_this(), action = std::move(action)]() mutable {
            if (const auto self = weak.lock()) action(*self);
        });
    }

    void start() {
        operation_listener.core = this;
        connect_listener.core = this;
        client.set_connected_handler(
            [this](const std::string&) { post([](Core& self) { self.connected(); }); });
        client.set_connection_lost_handler([this](const std::string& cause) {
            post([reason = cause.empty() ? "connection lost" : cause](Core& self) {
                self.lose(reason);
            });
        });
        client.set_disconnected_handler([this](const mqtt::properties&, mqtt::ReasonCode code) {
            const char* text = MQTTReasonCode_toString(static_cast<MQTTReasonCodes>(code));
            post([reason = std::string(text == nullptr ? "disconnected by the broker" : text)](
                     Core& self) { self.lose(reason); });
        });
        client.set_message_callback([this](mqtt::const_message_ptr message) {
            if (queued.fetch_add(1) >= options.queue) {
                queued.fetch_sub(1);
                if (lost.fetch_add(1) == 0) {
                    post([](Core& self) {
                        log::warning("MQTT: more than {} messages wait; the rest is lost",
                                     self.options.queue);
                    });
                }
                return;
            }
            post([message = std::move(message)](Core& self) { self.received(*message); });
        });
        connect();
    }

    void connect() {
        state = State::connecting;
        try {
            connecting = client.connect(connection, nullptr, connect_listener);
        } catch (const mqtt::exception& error) {
            lose(error.what());
        }
    }

    void connected() {
        if (state != State::connecting) return;
        state = State::connected;
        backoff.reset();
        last_reason.clear();
        set_no_delay_towards(port);
        window = std::min(options.window, granted_receive_maximum());
        push({.kind = BrokerEvent::Kind::connected, .message = {}, .reason = {}});
    }

    int granted_receive_maximum() const {
        constexpr int without_saying = 65'535;  // MQTT 5, 3.2.2.3.3
        try {
            const auto response = connecting->get_connect_response();
            const auto& properties = response.get_properties();
            if (!properties.contains(mqtt::property::RECEIVE_MAXIMUM)) return without_saying;
            return mqtt::get<std::uint16_t>(properties, mqtt::property::RECEIVE_MAXIMUM);
        } catch (const std::exception& error) {
            // Mosquitto's own default, on the safe side.
            log::warning("MQTT: the broker's receive maximum cannot be read ({}), taking 20",
                         error.what());
            return 20;
        }
    }

    /// The connection is gone or did not come about. Paho may say so more than once.
    void lose(const std::string& reason) {
        if (state != State::connecting && state != State::connected) return;
        if (state == State::connected) {
            push({.kind = BrokerEvent::Kind::disconnected, .message = {}, .reason = reason});
        } else if (reason != last_reason) {
            log::warning("MQTT: {} cannot be reached: {}", options.uri, reason);
        }
        last_reason = reason;
        state = State::waiting;
        fail_all(reason);
        retry.expires_after(backoff.next(random));
        retry.async_wait([weak = weak_from_this()](boost::system::error_code cancelled) {
            const auto self = weak.lock();
            if (self && !cancelled && self->state == State::waiting) self->connect();
        });
    }

    void fail_all(const std::string& reason) {
        for (const auto& [number, operation] : pending) {
            operation->finish(failure(Errc::no_answer, fmt::format("MQTT: {}", reason)));
        }
        for (const auto& operation : waiting) {
            operation->finish(failure(Errc::unreachable, fmt::format("MQTT: {}", reason)));
        }
        pending.clear();
        waiting.clear();
        unacknowledged = 0;
    }

    void received(const mqtt::message& message) {
        push({.kind = BrokerEvent::Kind::message,
              .message = {.topic = message.get_topic(),
                          .payload = message.get_payload_str(),
                          .retained = message.is_retained(),
                          .qos = message.get_qos()},
              .reason = {}});
    }

    void push(BrokerEvent event) {
        events.push_back(std::move(event));
        news.wake();
    }

    void post_outcome(void* context, const Outcome& outcome) {
        post([number = reinterpret_cast<std::uintptr_t>(context), outcome](Core& self) {
            self.acknowledged(number, outcome);
        });
    }

    void acknowledged(std::uintptr_t number, const Outcome& outcome) {
        const auto found = pending.find(number);
        if (found == pending.end()) return;
        const auto operation = std::move(found->second);
        pending.erase(found);
        if (operation->has_place) --unacknowledged;
        operation->finish(to_result(outcome));
        fill_window();
    }

    void fill_window() {
        while (state == State::connected && unacknowledged < window && !waiting.empty()) {
            const auto next = std::move(waiting.front());
            waiting.pop_front();
            if (!next->abandoned) send(next);
        }
    }

    void send(const OperationPtr& operation) {
        const auto number = ++last_number;
        auto& message = operation->message;
        const bool wants_acknowledgement = message.qos > 0;
        if (wants_acknowledgement) {
            pending.emplace(number, operation);
            operation->has_place = true;
            ++unacknowledged;
        }
        try {
            client.publish(mqtt::make_message(std::move(message.topic), std::move(message.payload),
                                              message.qos, message.retained),
                           reinterpret_cast<void*>(number), operation_listener);
            if (!wants_acknowledgement) operation->finish({});
        } catch (const mqtt::exception& error) {
            if (wants_acknowledgement) {
                pending.erase(number);
                --unacknowledged;
            }
            operation->finish(failure(Errc::unreachable, fmt::format("MQTT: {}", error.what())));
        }
    }

    /// Starts what `request` asks of Paho under the number it is given.
    template <class Request>
    OperationPtr ask(const Request& request) {
        auto operation = std::make_shared<Operation>(executor, publish::Message{});
        if (state != State::connected) {
            operation->finish(not_connected());
            return operation;
        }
        const auto number = ++last_number;
        pending.emplace(number, operation);
        try {
            request(reinterpret_cast<void*>(number));
        } catch (const mqtt::exception& error) {
            pending.erase(number);
            operation->finish(failure(Errc::unreachable, fmt::format("MQTT: {}", error.what())));
        }
        return operation;
    }

    void stop() {
        state = State::stopped;
        retry.cancel();
        fail_all("the daemon stops");
        try {
            client.disable_callbacks();
            client.disconnect(static_cast<int>(Duration{goodbye_limit}.count()))
                ->wait_for(goodbye_limit);
        } catch (const std::exception&) {
            // Not connected: nobody to say goodbye to.
        }
    }
};

PahoBroker::PahoBroker(asio::any_io_executor executor, Random& random, PahoOptions options) {
    try {
        core_ = std::make_shared<Core>(std::move(executor), random, std::move(options));
    } catch (const mqtt::exception& error) {
        throw std::runtime_error(fmt::format("MQTT broker: {}", error.what()));
    }
    core_->start();
}

PahoBroker::~PahoBroker() {
    core_->stop();
}

asio::awaitable<BrokerEvent> PahoBroker::next_event() {
    const auto core = core_;
    while (core->events.empty()) {
        auto waiting = core->news.wait();
        co_await std::move(waiting);
    }
    BrokerEvent event = std::move(core->events.front());
    core->events.pop_front();
    if (event.kind == BrokerEvent::Kind::message) core->queued.fetch_sub(1);
    co_return event;
}

asio::awaitable<Result<void>> PahoBroker::subscribe(std::vector<std::string> filters, int qos) {
    const auto operation = core_->ask([&](void* number) {
        const std::vector<int> levels(filters.size(), qos);
        core_->client.subscribe(mqtt::string_collection::create(filters), levels, number,
                                core_->operation_listener);
    });
    auto waiting = outcome_of(operation);
    auto result = co_await std::move(waiting);
    co_return result;
}

asio::awaitable<Result<void>> PahoBroker::unsubscribe(std::vector<std::string> filters) {
    const auto operation = core_->ask([&](void* number) {
        core_->client.unsubscribe(mqtt::string_collection::create(filters), number,
                                  core_->operation_listener);
    });
    auto waiting = outcome_of(operation);
    auto result = co_await std::move(waiting);
    co_return result;
}

asio::awaitable<Result<void>> PahoBroker::publish(publish::Message message) {
    if (core_->state != Core::State::connected) co_return not_connected();
    const auto operation = std::make_shared<Operation>(core_->executor, std::move(message));
    const bool has_place = core_->unacknowledged < core_->window && core_->waiting.empty();
    if (operation->message.qos == 0 || has_place) {
        core_->send(operation);
    } else {
        core_->waiting.push_back(operation);
    }
    auto waiting = outcome_of(operation);
    auto result = co_await std::move(waiting);
    co_return result;
}

std::uint64_t PahoBroker::lost_messages() const {
    return core_->lost;
}
int PahoBroker::unacknowledged() const {
    return core_->unacknowledged;
}
int PahoBroker::window() const {
    return core_->window;
}

}  // namespace stayd::platform
