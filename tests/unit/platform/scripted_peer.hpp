#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"

namespace stayd::platform {

/// A server without any protocol: for each script it takes one connection, waits for the first
/// bytes, sends the text and ends the connection.
class ScriptedPeer {
  public:
    explicit ScriptedPeer(std::vector<std::string> scripts)
        : acceptor_(context_, asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
          ended_(scripts.size()),
          thread_([this, scripts = std::move(scripts)] {
              for (std::size_t turn = 0; turn < scripts.size(); ++turn) {
                  boost::system::error_code error;
                  asio::ip::tcp::socket socket(context_);
                  acceptor_.accept(socket, error);
                  std::string request(65536, '\0');
                  socket.read_some(asio::buffer(request), error);
                  asio::write(socket, asio::buffer(scripts[turn]), error);
                  socket.close(error);
                  ended_[turn].set_value();
              }
          }) {}
    ~ScriptedPeer() {
        // A test that asked less than was scripted must not wait for ever.
        ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
        thread_.join();
    }

    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    void wait_for_end_of(std::size_t turn) { ended_[turn].get_future().get(); }

  private:
    asio::io_context context_;
    asio::ip::tcp::acceptor acceptor_;
    std::vector<std::promise<void>> ended_;
    std::thread thread_;
};

}  // namespace stayd::platform
