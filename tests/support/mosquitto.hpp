#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "tests/support/temporary_folder.hpp"

namespace stayd::sim {

struct MosquittoOptions {
    int max_inflight_messages = 100;
    bool websockets = false;
    std::string more{};  ///< further lines of its configuration
};

/// A real Mosquitto on loopback ports the kernel picked, anonymous, nothing kept on disk. Ends with
/// the object, and with the test's process.
class Mosquitto {
  public:
    /// Starts it, and returns when it listens. Throws `std::runtime_error` with what it said when
    /// it does not.
    explicit Mosquitto(MosquittoOptions options = {});
    ~Mosquitto();
    Mosquitto(const Mosquitto&) = delete;
    Mosquitto& operator=(const Mosquitto&) = delete;

    std::uint16_t port() const { return port_; }
    std::uint16_t websocket_port() const { return websocket_port_; }
    std::string uri() const { return "tcp://127.0.0.1:" + std::to_string(port_); }

    /// Ends it orderly; connected clients are told.
    void stop();
    /// Ends it at once.
    void kill();
    /// From now on it takes connections and bytes, and answers nothing.
    void freeze();
    void thaw();
    /// Starts it again on the same ports.
    void start();

  private:
    void end(int signal);

    MosquittoOptions options_;
    TemporaryFolder folder_;
    std::uint16_t port_;
    std::uint16_t websocket_port_;
    pid_t process_ = 0;
};

}  // namespace stayd::sim
