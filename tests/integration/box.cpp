#include "tests/integration/box.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "platform/beast/local_request.hpp"

namespace stayd::sim {
namespace {

/// The port behind "name http://127.0.0.1:" in what the simulator prints.
std::uint16_t port_after(const std::string& said, const std::string& name) {
    const auto line = said.find(name + " http://127.0.0.1:");
    if (line == std::string::npos) return 0;
    return static_cast<std::uint16_t>(std::stoi(said.substr(line + name.size() + 18)));
}

}  // namespace

void sleep_for_seconds(double seconds) {
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

Box::Box(const BoxOptions& options) : broker_(options.broker) {
    std::vector<std::string> command{program("stayd-mews-simulator"),
                                     "--listen",
                                     "127.0.0.1:0",
                                     "--control",
                                     "127.0.0.1:0",
                                     "--client-token",
                                     "client",
                                     "--access-token",
                                     "access",
                                     "--now",
                                     "2015-09-17T14:05:00Z"};
    command.insert(command.end(), options.simulator.begin(), options.simulator.end());
    simulator_ = std::make_unique<Process>(command, folder_.path() / "simulator.log");
    for (double passed = 0; passed < options.simulator_starts_in && control_port_ == 0;
         passed += 0.05) {
        sleep_for_seconds(0.05);
        const auto said = simulator_->said();
        if (said.find("ready") == std::string::npos) continue;
        pms_port_ = port_after(said, "pms");
        control_port_ = port_after(said, "control");
    }
    if (control_port_ == 0)
        throw std::runtime_error("the simulator does not start: " + simulator_->said());
    std::ofstream config(folder_.path() / "stayd.toml");
    config << fmt::format(R"toml(
[property]
name = "city"
[pms]
address = "http://127.0.0.1:{0}"
events_address = "ws://127.0.0.1:{0}"
client_token = "client"
access_token = "access"
poll_seconds_without_socket = 2
poll_seconds_with_socket = 4
settle_seconds = 3
{3}
[broker]
uri = "mqtt://127.0.0.1:{1}"
[http]
listen = "127.0.0.1:0"
[storage]
directory = "{2}/data"
[control]
socket = "{2}/control.sock"
)toml",
                          pms_port_, broker_.port(), folder_.path().string(), options.pms);
    config.close();
    start_daemon();
}

void Box::launch_daemon() {
    daemon_.reset();
    daemon_ = std::make_unique<Process>(
        std::vector<std::string>{program("stayd"), "--config",
                                 (folder_.path() / "stayd.toml").string()},
        folder_.path() / "stayd.log");
}

void Box::start_daemon() {
    launch_daemon();
    for (int tries = 0; tries < 400; ++tries) {
        sleep_for_seconds(0.05);
        if (!daemon_->runs()) throw std::runtime_error("stayd ended: " + daemon_->said());
        if (!platform::ask_local(socket(), "GET", "/status", std::chrono::seconds{5})) continue;
        const auto said =
            daemon_->said();  // after it has answered: the log holds earlier lives too
        const auto line = said.rfind("pages on port ");
        if (line == std::string::npos) continue;
        http_port_ = static_cast<std::uint16_t>(std::stoi(said.substr(line + 14)));
        return;
    }
    throw std::runtime_error("stayd does not answer: " + daemon_->said());
}

std::uintmax_t Box::database_size() const {
    std::uintmax_t size = 0;
    for (const auto& file : std::filesystem::directory_iterator(data()))
        if (file.path().filename().string().starts_with("hotel.db")) size += file.file_size();
    return size;
}

boost::json::value Box::status() const {
    const auto answer = platform::ask_local(socket(), "GET", "/status", std::chrono::seconds{10});
    if (!answer) throw std::runtime_error(answer.error().context);
    return boost::json::parse(answer->body);
}

boost::json::value Box::control(const std::string& path) const {
    return boost::json::parse(http_call(control_port_, "GET", path));
}

boost::json::value Box::control(const std::string& path, const boost::json::object& body) const {
    return boost::json::parse(http_call(control_port_, "POST", path, boost::json::serialize(body)));
}

}  // namespace stayd::sim
