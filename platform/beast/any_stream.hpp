#pragma once

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/system/error_code.hpp>
#include <memory>
#include <utility>

#include "base/clock.hpp"

/// One stream type for TCP, Unix sockets and TLS, so that Beast's templates are instantiated once.
/// They are by far the heaviest of the build: for each stream type of its own an HTTP or WebSocket
/// file takes half a minute more.
namespace stayd::platform {

using ErrorCode = boost::system::error_code;
using StreamSocket = asio::generic::stream_protocol::socket;

/// What a read or write calls when it is done: Asio's handler behind a virtual class, since
/// Boost 1.81 has no `any_completion_handler`. Keeps the handler's executor and cancellation slot.
class IoCompletion {
  public:
    using executor_type = asio::any_io_executor;
    using cancellation_slot_type = asio::cancellation_slot;

    template <class Handler>
    IoCompletion(Handler handler, const asio::any_io_executor& fallback)
        : executor_(asio::get_associated_executor(handler, fallback)),
          slot_(asio::get_associated_cancellation_slot(handler)),
          action_(std::make_unique<Holder<Handler>>(std::move(handler))) {}

    executor_type get_executor() const noexcept { return executor_; }
    cancellation_slot_type get_cancellation_slot() const noexcept { return slot_; }

    void operator()(ErrorCode error, std::size_t bytes = 0) {
        // The action is freed before the handler runs, for the handler may end what owns it.
        const auto action = std::move(action_);
        action->complete(error, bytes);
    }

  private:
    struct Action {
        virtual ~Action() = default;
        virtual void complete(ErrorCode error, std::size_t bytes) = 0;
    };
    template <class Handler>
    struct Holder final : Action {
        explicit Holder(Handler taken) : handler(std::move(taken)) {}
        void complete(ErrorCode error, std::size_t bytes) override {
            auto moved = std::move(handler);
            std::move(moved)(error, bytes);
        }
        Handler handler;
    };

    asio::any_io_executor executor_;
    asio::cancellation_slot slot_;
    std::unique_ptr<Action> action_;
};

/// Up to sixteen buffers of a sequence; what is beyond them is for the next read or write.
template <class Buffer>
class BufferList {
  public:
    using value_type = Buffer;
    using const_iterator = const Buffer*;

    template <class Sequence>
    explicit BufferList(const Sequence& sequence) {
        auto next = asio::buffer_sequence_begin(sequence);
        const auto end = asio::buffer_sequence_end(sequence);
        for (; next != end && count_ < buffers_.size(); ++next) {
            const Buffer buffer(*next);
            if (buffer.size() > 0) buffers_[count_++] = buffer;
        }
    }
    const_iterator begin() const { return buffers_.data(); }
    const_iterator end() const { return buffers_.data() + count_; }

  private:
    std::array<Buffer, 16> buffers_;
    std::size_t count_ = 0;
};

/// A connection of one kind. Implementations: plain_stream() below, TLS in tls.hpp.
class ByteStream {
  public:
    virtual ~ByteStream() = default;
    virtual StreamSocket& socket() = 0;
    virtual void read_some(BufferList<asio::mutable_buffer> buffers, IoCompletion done) = 0;
    virtual void write_some(BufferList<asio::const_buffer> buffers, IoCompletion done) = 0;
    /// Says the end of our side to the peer.
    virtual void shut_down(IoCompletion done) = 0;
};

/// A handle on a ByteStream that models Asio's AsyncStream. Copies are the same connection.
/// Executors must be sequential: an operation and a close never run at the same time.
class AnyStream {
  public:
    using executor_type = asio::any_io_executor;

    explicit AnyStream(std::shared_ptr<ByteStream> stream) : stream_(std::move(stream)) {}

    executor_type get_executor() const { return stream_->socket().get_executor(); }
    StreamSocket& socket() const { return stream_->socket(); }

    /// Ends both directions at once; waiting reads and writes end with an error.
    void close() const;
    /// Ends it with a TCP reset, so that the peer sees an error and not an orderly end.
    void reset() const;
    /// Whether the connection is open, with nothing to read and no end seen. False is the moment to
    /// stop using a connection kept alive, for its peer has closed it, or says something nobody
    /// asked for.
    bool is_quiet() const;

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
            [](auto handler, ByteStream* stream, BufferList<asio::mutable_buffer> list) {
                stream->read_some(
                    list, IoCompletion(std::move(handler), stream->socket().get_executor()));
            },
            token, stream_.get(), BufferList<asio::mutable_buffer>(buffers));
    }
    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
            [](auto handler, ByteStream* stream, BufferList<asio::const_buffer> list) {
                stream->write_some(
                    list, IoCompletion(std::move(handler), stream->socket().get_executor()));
            },
            token, stream_.get(), BufferList<asio::const_buffer>(buffers));
    }
    template <class Token>
    auto async_shut_down(Token&& token) {
        return asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
            [](auto handler, ByteStream* stream) {
                stream->shut_down(
                    IoCompletion(std::move(handler), stream->socket().get_executor()));
            },
            token, stream_.get());
    }

  private:
    std::shared_ptr<ByteStream> stream_;
};

/// TCP or a Unix socket, already connected. Small writes leave at once (TCP_NODELAY).
AnyStream plain_stream(StreamSocket socket);

void set_no_delay(StreamSocket& socket);

// What Beast's WebSocket finds by argument-dependent lookup.
void beast_close_socket(AnyStream& stream);
void teardown(boost::beast::role_type role, AnyStream& stream, ErrorCode& error);
template <class Handler>
void async_teardown(boost::beast::role_type, AnyStream& stream, Handler&& handler) {
    // Beast's handler takes the error alone.
    auto adapted = [kept = std::forward<Handler>(handler)](ErrorCode error, std::size_t) mutable {
        std::move(kept)(error);
    };
    stream.async_shut_down(std::move(adapted));
}

/// Closes a stream when its time is over, whatever is under way on it; ends with its scope.
class Deadline {
  public:
    Deadline(const AnyStream& stream, Duration limit);
    ~Deadline();
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

    /// Tells "our time was over" from "the peer closed".
    bool has_passed() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace stayd::platform
