#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace stayd::platform {

/// A blocking connection that sends and hears bytes, and knows nothing of HTTP but where an answer
/// ends.
class RawClient {
  public:
    explicit RawClient(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        open(reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
    explicit RawClient(const std::string& path) : descriptor_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
        open(reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
    ~RawClient() { ::close(descriptor_); }
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    void say(std::string_view text) {
        while (!text.empty()) {
            const auto sent = ::send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent < 0) return;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    /// The next answer, header and body by its Content-Length; what came so far when the connection
    /// ends before.
    std::string hear() {
        std::size_t header_end = std::string::npos;
        while ((header_end = heard_.find("\r\n\r\n")) == std::string::npos) {
            if (!take_some()) return std::exchange(heard_, {});
        }
        std::size_t length = 0;
        const auto field = heard_.find("Content-Length: ");
        if (field < header_end) length = std::stoul(heard_.substr(field + 16));
        while (heard_.size() < header_end + 4 + length) {
            if (!take_some()) return std::exchange(heard_, {});
        }
        std::string answer = heard_.substr(0, header_end + 4 + length);
        heard_.erase(0, answer.size());
        return answer;
    }

    /// The next answer's header alone, as a HEAD request gets it.
    std::string hear_header() {
        std::size_t end = std::string::npos;
        while ((end = heard_.find("\r\n\r\n")) == std::string::npos) {
            if (!take_some()) return std::exchange(heard_, {});
        }
        std::string header = heard_.substr(0, end + 4);
        heard_.erase(0, header.size());
        return header;
    }

    bool hears_within(std::chrono::milliseconds limit) {
        pollfd waiting{.fd = descriptor_, .events = POLLIN, .revents = 0};
        return ::poll(&waiting, 1, static_cast<int>(limit.count())) > 0;
    }

    /// Everything up to the end of the connection.
    std::string hear_all() {
        while (take_some()) {
        }
        return std::exchange(heard_, {});
    }

    /// "end", "reset", or what else came: how the connection stands.
    std::string fate() {
        if (take_some()) return heard_;
        return error_ == 0 ? "end" : error_ == ECONNRESET ? "reset" : std::strerror(error_);
    }

  private:
    void open(const sockaddr* address, socklen_t size) {
        // A test that waits for what never comes fails instead of hanging.
        const timeval limit{.tv_sec = 10, .tv_usec = 0};
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        if (::connect(descriptor_, address, size) != 0) {
            const int error = errno;
            ::close(descriptor_);
            throw std::runtime_error(std::strerror(error));
        }
    }
    bool take_some() {
        char bytes[4096];
        const auto received = ::recv(descriptor_, bytes, sizeof bytes, 0);
        error_ = received < 0 ? errno : 0;
        if (received <= 0) return false;
        heard_.append(bytes, static_cast<std::size_t>(received));
        return true;
    }

    int descriptor_;
    std::string heard_;
    int error_ = 0;
};

}  // namespace stayd::platform
