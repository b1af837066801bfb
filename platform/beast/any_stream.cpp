#include "platform/beast/any_stream.hpp"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/steady_timer.hpp>
#include <cerrno>

namespace stayd::platform {
namespace {

class PlainStream final : public ByteStream {
  public:
    explicit PlainStream(StreamSocket socket) : socket_(std::move(socket)) {}

    StreamSocket& socket() override { return socket_; }
    void read_some(BufferList<asio::mutable_buffer> buffers, IoCompletion done) override {
        socket_.async_read_some(buffers, std::move(done));
    }
    void write_some(BufferList<asio::const_buffer> buffers, IoCompletion done) override {
        socket_.async_write_some(buffers, std::move(done));
    }
    void shut_down(IoCompletion done) override {
        ErrorCode error;
        socket_.shutdown(StreamSocket::shutdown_send, error);
        const auto executor = done.get_executor();
        asio::post(executor, [kept = std::move(done), error]() mutable { kept(error); });
    }

  private:
    StreamSocket socket_;
};

}  // namespace

void AnyStream::close() const {
    ErrorCode ignored;
    socket().close(ignored);
}

void AnyStream::reset() const {
    ErrorCode ignored;
    socket().set_option(asio::socket_base::linger(true, 0), ignored);
    socket().close(ignored);
}

bool AnyStream::is_quiet() const {
    if (!socket().is_open()) return false;
    char byte = 0;
    const auto received = ::recv(socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return received < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

AnyStream plain_stream(StreamSocket socket) {
    set_no_delay(socket);
    return AnyStream(std::make_shared<PlainStream>(std::move(socket)));
}

void set_no_delay(StreamSocket& socket) {
    // A Unix socket refuses the option, and needs none.
    const int on = 1;
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void beast_close_socket(AnyStream& stream) {
    stream.close();
}

void teardown(boost::beast::role_type, AnyStream& stream, ErrorCode& error) {
    stream.socket().shutdown(StreamSocket::shutdown_both, error);
}

struct Deadline::State {
    State(const AnyStream& watched, Duration limit)
        : stream(watched), timer(watched.get_executor(), limit) {}
    AnyStream stream;
    asio::steady_timer timer;
    bool armed = true;
    bool passed = false;
};

Deadline::Deadline(const AnyStream& stream, Duration limit)
    : state_(std::make_shared<State>(stream, limit)) {
    state_->timer.async_wait([state = state_](ErrorCode) {
        // A timer that has just ended and one that was cancelled look alike here: `armed` decides.
        if (!state->armed) return;
        state->passed = true;
        state->stream.close();
    });
}

Deadline::~Deadline() {
    state_->armed = false;
    state_->timer.cancel();
}

bool Deadline::has_passed() const {
    return state_->passed;
}

}  // namespace stayd::platform
