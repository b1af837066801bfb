#include "tests/simulator/simulator.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "platform/beast/http_date.hpp"
#include "tests/sim/mews/city_hotel.hpp"
#include "tests/simulator/control_page.hpp"

namespace stayd::sim {
namespace {

using platform::Reply;

Reply::Manner manner_of(Fault fault) {
    switch (fault) {
        case Fault::none:
        case Fault::garbage:
            return Reply::Manner::send;
        case Fault::reset_in_answer:
            return Reply::Manner::reset_in_body;
        case Fault::truncated:
            return Reply::Manner::truncate;
        case Fault::drip:
            return Reply::Manner::drip;
        case Fault::flood:
            return Reply::Manner::flood;
        case Fault::hang:
            return Reply::Manner::hang;
        case Fault::refused:
        case Fault::reset:
        case Fault::answer_lost:
            return Reply::Manner::reset;
    }
    return Reply::Manner::send;
}

http::Response json_response(int status, const json::object& body) {
    return {.status = status,
            .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
            .body = json::serialize(body)};
}

http::Response page_response() {
    return {
        .status = 200,
        .headers = {{"Content-Type", "text/html; charset=utf-8"},
                    {"Cache-Control", "no-store"},
                    {"Content-Security-Policy",
                     "default-src 'none'; connect-src 'self'; script-src 'unsafe-inline'; "
                     "style-src 'unsafe-inline'; "
                     "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"}},
        .body = std::string{control_page()}};
}

}  // namespace

Simulator::Simulator(asio::any_io_executor executor, SimulatorOptions options)
    : clock_(options.now),
      pms_(options.size ? large_hotel(*options.size, options.seed, options.now)
                        : city_hotel(options.seed, options.now),
           std::move(options.settings), options.seed),
      pms_server_(executor, options.pms,
                  [this](http::Request request) { return answer(std::move(request)); }),
      control_server_(executor, options.control, http::Handler{[this](http::Request request) {
                          return control(std::move(request));
                      }}) {
    pms_.set_event_sink([this](const std::string& frame) { sockets_.send(frame); });
    control_.on_line = [this](Fault line) { carry_out(line); };
}

asio::awaitable<void> Simulator::run() {
    using namespace asio::experimental::awaitable_operators;
    auto both = pms_server_.run() && control_server_.run();
    co_await std::move(both);
}

asio::awaitable<Reply> Simulator::answer(http::Request request) {
    if (platform::WebSocket::is_upgrade(request)) co_return answer_upgrade(request);
    auto answer = pms_.handle({std::move(request.method), std::move(request.target),
                               std::move(request.headers), std::move(request.body)},
                              clock_.now());
    answer.headers.emplace_back("Date", platform::to_http_date(answer.date));
    Reply reply;
    reply.manner = manner_of(answer.fault);
    reply.delay = answer.delay;
    reply.drip = answer.drip;
    reply.response = {.status = answer.status,
                      .headers = std::move(answer.headers),
                      .body = std::move(answer.body)};
    co_return reply;
}

Reply Simulator::answer_upgrade(const http::Request& request) {
    Reply reply;
    const auto mode = pms_.settings().socket.mode;
    if (pms_.line() != Fault::none) {
        reply.manner = manner_of(pms_.line());
    } else if (mode == SocketMode::refuses_401 || mode == SocketMode::refuses_503) {
        reply.response.status = mode == SocketMode::refuses_401 ? 401 : 503;
    } else if (request.path() != "/ws/connector" || !pms_.admits_socket(request.header("Cookie"))) {
        reply.response.status = 401;
    } else {
        reply.manner = Reply::Manner::upgrade;
        if (mode == SocketMode::closes)
            reply.converse = [](platform::WebSocket&) -> asio::awaitable<void> { co_return; };
        else
            reply.converse = [this](platform::WebSocket& socket) { return sockets_.serve(socket); };
    }
    return reply;
}

asio::awaitable<http::Response> Simulator::control(http::Request request) {
    co_return answer_control(request);
}

http::Response Simulator::answer_control(const http::Request& request) {
    const auto path = request.path();
    if (request.method == "GET" && path == "/") return page_response();
    // Another site's page can make a browser post here, but not as JSON without asking first.
    if (request.method == "POST" &&
        !request.header("Content-Type").starts_with("application/json")) {
        return json_response(415, {{"error", "send Content-Type: application/json"}});
    }
    auto answer =
        control_.handle(request.method, path, request.query(), request.body, clock_.now());
    if (path == "/control/state" && answer.status == 200)
        answer.body["listeners"] = sockets_.size();
    return json_response(answer.status, answer.body);
}

void Simulator::carry_out(Fault line) {
    if (line == Fault::refused) {
        pms_server_.cut();
        return;
    }
    pms_server_.mend();
    if (line == Fault::reset) pms_server_.reset_connections();
}

}  // namespace stayd::sim
