#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <deque>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "house/door.hpp"
#include "publish/broker.hpp"
#include "publish/encode.hpp"
#include "publish/topics.hpp"

namespace stayd::publish {

/// The courier to the broker. Commands come in and are applied in groups: what arrives while a
/// commit is under way shares the next one. Acknowledgements and changed topics go out. It keeps no
/// queue that matters: after each connect it reads what the broker remembers and mends the
/// difference, so a lost broker, a lost message or its own death heal alike.
class Publisher {
  public:
    Publisher(Broker& broker, house::Door& door, house::Views& views, Topics topics,
              std::string stayd_version, const boost::asio::any_io_executor& executor);

    /// Runs until cancelled.
    asio::awaitable<void> run();

    /// Tells devices that the box stops, when there is a broker to tell it.
    asio::awaitable<void> farewell();

    bool connected() const { return connected_; }
    std::size_t unsent() const { return dirty_.size() + acks_.size(); }

    /// Topic and payload of everything shown now whose topic begins, below the property, with one
    /// of `prefixes`.
    std::vector<Message> snapshot(const std::vector<std::string>& prefixes);

  private:
    asio::awaitable<void> follow_broker();
    asio::awaitable<void> commit_commands();
    asio::awaitable<void> collect_changes();
    asio::awaitable<void> greet();
    asio::awaitable<void> send(std::size_t sender);
    asio::awaitable<bool> send_one();
    void take_message(Message message);
    void mend();
    void mark_dirty(const house::ShownThing& thing);
    void wake_senders();
    std::string content(const house::ShownThing& thing) {
        return encoder_.content(thing, door_.now());
    }

    Broker& broker_;
    house::Door& door_;
    Topics topics_;
    Encoder encoder_;
    bool connected_ = false;
    bool greeting_ =
        false;  ///< since the connect the broker's memory is being read; nothing is sent
    std::uint64_t connection_ = 0;      ///< counts connects
    std::uint64_t memory_read_of_ = 0;  ///< the connection whose sentinel has come back
    std::uint64_t seen_revision_ = 0;
    std::vector<house::Input> commands_;  ///< for the next commit
    std::deque<house::Ack> acks_;
    std::deque<house::ShownThing> dirty_;           ///< each topic at most once
    std::unordered_set<std::string> dirty_topics_;  ///< the same, for finding
    std::unordered_set<std::string> under_way_;     ///< topics whose PUBACK is awaited
    std::unordered_map<std::string, std::string>
        last_content_;  ///< what the broker holds, without versions
    std::unordered_map<std::string, std::string> remembered_;  ///< what it held at the connect
    std::vector<std::string>
        strangers_;  ///< retained topics that are no longer ours: to be emptied
    Signal commands_arrived_;
    Signal connected_again_;
    Signal memory_read_;
    std::deque<Signal> senders_;  ///< one waiter each
};

}  // namespace stayd::publish
