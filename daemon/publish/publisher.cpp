#include "publish/publisher.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

#include "base/log.hpp"
#include "publish/commands.hpp"

namespace stayd::publish {
namespace {

/// Publishes awaiting their PUBACK at once: below every broker's receive maximum (Mosquitto grants
/// 20).
constexpr std::size_t sender_count = 8;
/// A command waits at most for so many others before its commit.
constexpr std::size_t largest_group = 256;
/// More acknowledgements than this are not kept for a broker that is gone: devices ask again
/// (sync.md R13).
constexpr std::size_t most_acks = 10'000;

}  // namespace

Publisher::Publisher(Broker& broker, house::Door& door, house::Views& views, Topics topics,
                     std::string stayd_version, const asio::any_io_executor& executor)
    : broker_(broker),
      door_(door),
      topics_(std::move(topics)),
      encoder_(views, std::move(stayd_version)),
      commands_arrived_(executor),
      connected_again_(executor),
      memory_read_(executor) {
    for (std::size_t i = 0; i < sender_count; ++i) senders_.emplace_back(executor);
}

asio::awaitable<void> Publisher::run() {
    using namespace asio::experimental::awaitable_operators;
    co_await (follow_broker() && commit_commands() && collect_changes() && greet() && send(0) &&
              send(1) && send(2) && send(3) && send(4) && send(5) && send(6) && send(7));
}

asio::awaitable<void> Publisher::farewell() {
    if (!connected_) co_return;
    Message offline{.topic = topics_.presence(), .payload = presence(false), .retained = true};
    auto saying = broker_.publish(std::move(offline));
    const auto said = co_await std::move(saying);
    if (!said) log::debug("nobody to say goodbye to: {}", said.error().context);
}

asio::awaitable<void> Publisher::follow_broker() {
    for (;;) {
        auto next = broker_.next_event();
        BrokerEvent event = co_await std::move(next);
        switch (event.kind) {
            case BrokerEvent::Kind::connected:
                log::info("broker connected");
                connected_ = true;
                greeting_ = true;
                ++connection_;
                remembered_.clear();
                connected_again_.notify();
                break;
            case BrokerEvent::Kind::disconnected:
                if (connected_) log::warning("broker gone: {}", event.reason);
                connected_ = false;
                memory_read_.notify();
                break;
            case BrokerEvent::Kind::message:
                take_message(std::move(event.message));
                break;
        }
    }
}

void Publisher::take_message(Message message) {
    if (message.topic == topics_.sentinel()) {
        if (message.payload != std::to_string(connection_)) return;  // of an earlier connection
        memory_read_of_ = connection_;
        return memory_read_.notify();
    }
    if (const auto device = topics_.device_of(message.topic)) {
        if (message.retained)
            return;  // a command is an act, not a state: a remembered one is a mistake of its
                     // sender
        auto command = read_command(*device, message.payload);
        if (command) {
            commands_.emplace_back(std::move(*command));
            commands_arrived_.notify();
        } else {
            log::warning("command of device {} refused: {}", *device, command.error().reason);
            acks_.push_back(std::move(command.error()));
            wake_senders();
        }
        return;
    }
    if (greeting_ && message.retained) remembered_[message.topic] = std::move(message.payload);
}

asio::awaitable<void> Publisher::commit_commands() {
    const auto executor = co_await asio::this_coro::executor;
    for (;;) {
        auto arrived = commands_arrived_.wait();
        co_await std::move(arrived);
        // What has arrived already, or arrives while we look, shares this commit; a lone tap waits
        // one turn of the loop.
        for (std::size_t known = 0; known < commands_.size() && known < largest_group;) {
            known = commands_.size();
            auto turn = asio::post(executor, asio::use_awaitable);
            co_await std::move(turn);
        }
        const auto group = std::exchange(commands_, {});
        if (!group.empty()) door_.apply(group);
    }
}

asio::awaitable<void> Publisher::collect_changes() {
    // Of what changed earlier the broker's memory tells, at each greeting.
    seen_revision_ = door_.house().shown().revision();
    for (;;) {
        for (const auto& thing : door_.house().shown().since(seen_revision_)) {
            seen_revision_ = thing.revision;
            mark_dirty(thing);
        }
        for (auto& ack : door_.take_acks()) acks_.push_back(std::move(ack));
        while (acks_.size() > most_acks) acks_.pop_front();
        wake_senders();
        auto changed = door_.shown_changed.wait();
        co_await std::move(changed);
    }
}

void Publisher::mark_dirty(const house::ShownThing& thing) {
    if (dirty_topics_.insert(topics_.of(thing)).second) dirty_.push_back(thing);
}

void Publisher::wake_senders() {
    for (auto& sender : senders_) sender.notify();
}

asio::awaitable<void> Publisher::greet() {
    for (;;) {
        auto again = connected_again_.wait();
        co_await std::move(again);
        auto commands = broker_.subscribe({topics_.commands_filter()}, 1);
        if (!co_await std::move(commands)) continue;
        auto memory = broker_.subscribe(topics_.state_filters(), 0);
        if (!co_await std::move(memory)) continue;
        Message online{.topic = topics_.presence(), .payload = presence(true), .retained = true};
        auto say_online = broker_.publish(std::move(online));
        if (!co_await std::move(say_online)) continue;
        const auto connection = connection_;
        Message sentinel{.topic = topics_.sentinel(), .payload = std::to_string(connection)};
        auto ask = broker_.publish(std::move(sentinel));
        if (!co_await std::move(ask)) continue;
        while (connected_ && memory_read_of_ != connection) {
            auto back = memory_read_.wait();
            co_await std::move(back);
        }
        auto enough = broker_.unsubscribe(topics_.state_filters());
        if (!co_await std::move(enough)) continue;
        if (connected_ && connection == connection_) mend();
    }
}

void Publisher::mend() {
    std::unordered_map<std::string, house::ShownThing> ours;
    for (const auto& thing : door_.house().shown().all()) ours.emplace(topics_.of(thing), thing);
    last_content_.clear();
    dirty_.clear();
    dirty_topics_.clear();
    strangers_.clear();
    for (const auto& [topic, payload] : remembered_) {
        if (topic == topics_.presence() || topic == topics_.sentinel()) continue;
        const auto known = ours.find(topic);
        if (known == ours.end()) {
            strangers_.push_back(topic);
            continue;
        }
        if (auto content = without_version(known->second.kind, payload))
            last_content_[topic] = std::move(*content);
    }
    for (const auto& [topic, thing] : ours) {
        const auto held = last_content_.find(topic);
        if (content(thing) != (held == last_content_.end() ? std::string{} : held->second))
            mark_dirty(thing);
    }
    log::info("broker remembers {} topics, {} differ, {} are not ours any more", remembered_.size(),
              dirty_.size(), strangers_.size());
    remembered_.clear();
    greeting_ = false;
    wake_senders();
}

asio::awaitable<void> Publisher::send(std::size_t sender) {
    for (;;) {
        auto wake = senders_[sender].wait();
        co_await std::move(wake);
        for (bool more = true; more;) {
            auto one = send_one();
            more = co_await std::move(one);
        }
    }
}

/// Sends the next acknowledgement, forgotten topic or changed topic; false when there is nothing a
/// sender may do now.
asio::awaitable<bool> Publisher::send_one() {
    if (!connected_) co_return false;
    if (!acks_.empty()) {
        const house::Ack ack = std::move(acks_.front());
        acks_.pop_front();
        auto& shown = door_.house().shown();
        Message message{.topic = topics_.acks(ack.device),
                        .payload = write_ack(ack, shown.epoch(), shown.revision())};
        auto sending = broker_.publish(std::move(message));
        if (!co_await std::move(sending))
            log::debug("acknowledgement not delivered: the device asks again");
        co_return true;
    }
    if (greeting_) co_return false;
    if (!strangers_.empty()) {
        Message message{.topic = std::move(strangers_.back()), .payload = {}, .retained = true};
        strangers_.pop_back();
        auto sending = broker_.publish(std::move(message));
        const auto sent = co_await std::move(sending);
        co_return sent.has_value();
    }
    // The oldest change whose topic is not under way: two messages of one topic never overtake each
    // other.
    const auto next = std::ranges::find_if(
        dirty_, [this](const auto& thing) { return !under_way_.contains(topics_.of(thing)); });
    if (next == dirty_.end()) co_return false;
    const house::ShownThing thing = *next;
    const std::string topic = topics_.of(thing);
    dirty_.erase(next);
    dirty_topics_.erase(topic);
    std::string now_held = content(thing);
    const auto held = last_content_.find(topic);
    if (now_held == (held == last_content_.end() ? std::string{} : held->second)) co_return true;

    auto& shown = door_.house().shown();
    Message message{.topic = topic,
                    .payload = stamped(now_held, shown.epoch(), shown.revision()),
                    .retained = true};
    under_way_.insert(topic);
    auto sending = broker_.publish(std::move(message));
    const auto sent = co_await std::move(sending);
    under_way_.erase(topic);
    if (!sent) {
        mark_dirty(thing);
        co_return false;  // the next connect mends it
    }
    if (now_held.empty()) {
        last_content_.erase(topic);
    } else {
        last_content_[topic] = std::move(now_held);
    }
    wake_senders();  // a newer change of this topic may have waited
    co_return true;
}

std::vector<Message> Publisher::snapshot(const std::vector<std::string>& prefixes) {
    auto& shown = door_.house().shown();
    const auto epoch = shown.epoch();
    const auto revision = shown.revision();
    std::vector<Message> messages;
    for (const auto& thing : shown.all()) {
        auto topic = topics_.of(thing);
        if (!topics_.begins_with_one_of(topic, prefixes)) continue;
        auto payload = stamped(content(thing), epoch, revision);
        if (payload.empty()) continue;
        messages.push_back(
            {.topic = std::move(topic), .payload = std::move(payload), .retained = true});
    }
    return messages;
}

}  // namespace stayd::publish
