#include "tests/sim/broker/fake_broker.hpp"

#include <algorithm>

namespace stayd::sim {

using publish::BrokerEvent;
using publish::Message;

bool matches(std::string_view filter, std::string_view topic) {
    for (;;) {
        const auto wanted = filter.substr(0, filter.find('/'));
        const auto level = topic.substr(0, topic.find('/'));
        if (wanted == "#") return true;
        if (wanted != "+" && wanted != level) return false;
        const bool filter_ends = wanted.size() == filter.size();
        const bool topic_ends = level.size() == topic.size();
        if (filter_ends || topic_ends) return filter_ends && topic_ends;
        filter.remove_prefix(wanted.size() + 1);
        topic.remove_prefix(level.size() + 1);
    }
}

asio::awaitable<BrokerEvent> FakeBroker::next_event() {
    while (events_.empty()) {
        auto waiting = happened_.wait();
        co_await std::move(waiting);
    }
    BrokerEvent event = std::move(events_.front());
    events_.pop_front();
    co_return event;
}

asio::awaitable<Result<void>> FakeBroker::subscribe(std::vector<std::string> filters, int) {
    if (!up_) co_return failure(Errc::unreachable, "broker away");
    for (const auto& filter : filters) {
        client_filters_.push_back(filter);
        for (const auto& [topic, payload] : retained_) {
            if (!matches(filter, topic)) continue;
            events_.push_back({.kind = BrokerEvent::Kind::message,
                               .message = {.topic = topic, .payload = payload, .retained = true},
                               .reason = {}});
        }
    }
    happened_.notify();
    co_return Result<void>{};
}

asio::awaitable<Result<void>> FakeBroker::unsubscribe(std::vector<std::string> filters) {
    if (!up_) co_return failure(Errc::unreachable, "broker away");
    for (const auto& filter : filters) std::erase(client_filters_, filter);
    co_return Result<void>{};
}

asio::awaitable<Result<void>> FakeBroker::publish(Message message) {
    if (!up_) co_return failure(Errc::unreachable, "broker away");
    take(message);
    if (std::exchange(loses_puback_, false)) {
        go_down();
        co_return failure(Errc::no_answer, "connection lost before the PUBACK");
    }
    co_return Result<void>{};
}

void FakeBroker::take(const Message& message) {
    if (message.retained) {
        if (message.payload.empty()) {
            retained_.erase(message.topic);
        } else {
            retained_[message.topic] = message.payload;
        }
    }
    Message live = message;
    live.retained = false;
    for (const auto& [peer, filters] : peers_) {
        if (std::ranges::any_of(filters,
                                [&](const auto& filter) { return matches(filter, live.topic); })) {
            peer->receive(live);
        }
    }
    deliver_to_client(std::move(live));
}

void FakeBroker::deliver_to_client(Message message) {
    const bool wanted = std::ranges::any_of(
        client_filters_, [&](const auto& filter) { return matches(filter, message.topic); });
    if (!wanted) return;
    events_.push_back(
        {.kind = BrokerEvent::Kind::message, .message = std::move(message), .reason = {}});
    happened_.notify();
}

void FakeBroker::go_up() {
    if (std::exchange(up_, true)) return;
    events_.push_back({.kind = BrokerEvent::Kind::connected, .message = {}, .reason = {}});
    happened_.notify();
    for (const auto& peer : peers_) give_retained(peer);
}

void FakeBroker::give_retained(const Peer& to) {
    for (const auto& filter : to.filters) {
        for (const auto& [topic, payload] : retained_) {
            if (matches(filter, topic))
                to.peer->receive({.topic = topic, .payload = payload, .retained = true});
        }
    }
}

void FakeBroker::go_down() {
    if (!std::exchange(up_, false)) return;
    client_filters_.clear();
    // What was on the wire to the client is lost with the connection.
    events_.clear();
    events_.push_back(
        {.kind = BrokerEvent::Kind::disconnected, .message = {}, .reason = "the broker went away"});
    happened_.notify();
}

void FakeBroker::new_client() {
    events_.clear();
    client_filters_.clear();
    if (up_) events_.push_back({.kind = BrokerEvent::Kind::connected, .message = {}, .reason = {}});
    happened_.notify();
}

void FakeBroker::join(BrokerPeer& peer) {
    peers_.push_back({&peer, peer.filters()});
    if (up_) give_retained(peers_.back());
}

void FakeBroker::leave(BrokerPeer& peer) {
    std::erase_if(peers_, [&](const Peer& one) { return one.peer == &peer; });
}

bool FakeBroker::publish_from_peer(const Message& message) {
    if (!up_) return false;
    take(message);
    return true;
}

}  // namespace stayd::sim
