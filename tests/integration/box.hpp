#pragma once

#include <boost/json.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/mosquitto.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace stayd::sim {

struct BoxOptions {
    std::vector<std::string> simulator{};  ///< further arguments
    std::string pms{};                     ///< further lines of [pms]
    double simulator_starts_in = 15;       ///< seconds, at most
    MosquittoOptions broker{};
};

/// A whole installation on loopback: the simulator, a real Mosquitto and the real daemon, each a
/// process of its own.
class Box {
  public:
    explicit Box(const BoxOptions& options = {});

    /// Returns when the daemon answers.
    void start_daemon();
    /// Returns at once.
    void launch_daemon();
    void kill_daemon() { daemon_->kill(); }
    Process& daemon() { return *daemon_; }
    Mosquitto& broker() { return broker_; }
    const Mosquitto& broker() const { return broker_; }

    /// GET /status of the local socket.
    boost::json::value status() const;
    /// Waits until `condition(status())` holds; false after `seconds`.
    template <class Condition>
    bool wait_until(Condition condition, double seconds);

    boost::json::value control(const std::string& path) const;
    boost::json::value control(const std::string& path, const boost::json::object& body) const;
    std::uint16_t http_port() const { return http_port_; }
    std::string socket() const { return (folder_.path() / "control.sock").string(); }
    std::filesystem::path database_file() const { return folder_.path() / "data" / "hotel.db"; }
    std::uintmax_t database_size() const;
    std::filesystem::path data() const { return folder_.path() / "data"; }
    std::filesystem::path config() const { return folder_.path() / "stayd.toml"; }
    std::string daemon_log() const { return daemon_->said(); }

  private:
    TemporaryFolder folder_;
    Mosquitto broker_;
    std::unique_ptr<Process> simulator_;
    std::uint16_t pms_port_ = 0;
    std::uint16_t control_port_ = 0;
    std::uint16_t http_port_ = 0;
    std::unique_ptr<Process> daemon_;
};

void sleep_for_seconds(double seconds);

template <class Condition>
bool Box::wait_until(Condition condition, double seconds) {
    for (double passed = 0; passed < seconds; passed += 0.1) {
        try {
            if (condition(status())) return true;
        } catch (const std::exception&) {
            // Not up yet, or just gone.
        }
        sleep_for_seconds(0.1);
    }
    return false;
}

}  // namespace stayd::sim
