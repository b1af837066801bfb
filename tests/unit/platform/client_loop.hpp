#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include "base/clock.hpp"

namespace stayd::platform {

/// Runs one coroutine after the other on the test's own thread.
struct ClientLoop {
    asio::io_context context{1};

    template <class T>
    T run(asio::awaitable<T> coroutine) {
        auto result = asio::co_spawn(context, std::move(coroutine), asio::use_future);
        context.restart();
        context.run();
        return result.get();
    }
};

}  // namespace stayd::platform
