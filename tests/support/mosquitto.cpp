#include "tests/support/mosquitto.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace stayd::sim {
namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// A port that was free a moment ago.
std::uint16_t free_port() {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    auto address = loopback(0);
    socklen_t size = sizeof address;
    const bool found = ::bind(descriptor, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(descriptor);
    if (!found) throw std::runtime_error("no free port");
    return ntohs(address.sin_port);
}

bool listens(std::uint16_t port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    const auto address = loopback(port);
    const bool connected =
        ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(descriptor);
    return connected;
}

const char* program() {
    // Debian puts it where only root's path looks.
    return ::access("/usr/sbin/mosquitto", X_OK) == 0 ? "/usr/sbin/mosquitto" : "mosquitto";
}

}  // namespace

Mosquitto::Mosquitto(MosquittoOptions options)
    : options_(std::move(options)),
      port_(free_port()),
      websocket_port_(options_.websockets ? free_port() : 0) {
    std::ofstream file(folder_.path() / "mosquitto.conf");
    file << fmt::format(
        "listener {} 127.0.0.1\n"
        "allow_anonymous true\n"
        "set_tcp_nodelay true\n"
        "persistence false\n"
        "max_inflight_messages {}\n"
        "max_queued_messages 100000\n"
        "log_dest stderr\n"
        "connection_messages false\n",
        port_, options_.max_inflight_messages);
    // Run by root it would become another user and could not read this folder.
    if (::geteuid() == 0) file << "user root\n";
    file << options_.more;
    // Without `socket_domain` a WebSocket listener binds to every interface, whatever address it is
    // given.
    if (websocket_port_ != 0) {
        file << fmt::format("listener {} 127.0.0.1\nprotocol websockets\nsocket_domain ipv4\n",
                            websocket_port_);
    }
    file.close();
    start();
}

Mosquitto::~Mosquitto() {
    end(SIGKILL);
}

void Mosquitto::stop() {
    end(SIGTERM);
}
void Mosquitto::kill() {
    end(SIGKILL);
}
void Mosquitto::freeze() {
    ::kill(process_, SIGSTOP);
}
void Mosquitto::thaw() {
    ::kill(process_, SIGCONT);
}

void Mosquitto::start() {
    const std::string configuration = folder_.path() / "mosquitto.conf";
    const std::string log = folder_.path() / "log";
    const char* path = program();
    process_ = ::fork();
    if (process_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        ::dup2(file, STDERR_FILENO);
        ::execlp(path, path, "-c", configuration.c_str(), nullptr);
        ::_exit(127);
    }
    for (int tries = 0; tries < 500; ++tries) {
        if (::waitpid(process_, nullptr, WNOHANG) == process_) {
            process_ = 0;
            break;
        }
        if (listens(port_) && (websocket_port_ == 0 || listens(websocket_port_))) return;
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    end(SIGKILL);
    std::ifstream said(log);
    throw std::runtime_error("mosquitto does not listen: " +
                             std::string{std::istreambuf_iterator<char>(said), {}});
}

void Mosquitto::end(int signal) {
    if (process_ <= 0) return;
    ::kill(process_, signal);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
}

}  // namespace stayd::sim
