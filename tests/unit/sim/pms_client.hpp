#pragma once

#include <boost/json.hpp>
#include <memory>
#include <string>

#include "tests/sim/mews/city_hotel.hpp"
#include "tests/sim/mews/pms.hpp"

namespace stayd::sim {

using namespace std::chrono_literals;

/// The morning's hotel is made once: most tests only read it, and each gets a copy.
inline const Hotel& morning_hotel() {
    static const Hotel hotel = city_hotel(1, city_hotel_morning());
    return hotel;
}

struct Answer {
    PmsResponse response;
    json::object body;

    int status() const { return response.status; }
    std::string message() const { return std::string{body.at("Message").as_string()}; }
    const json::array& rows(std::string_view collection) const {
        return body.at(collection).as_array();
    }
};

/// A PMS and a client that speaks as the documentation says; `now` is moved by hand.
struct PmsClient {
    explicit PmsClient(Settings settings = {}) : pms(morning_hotel(), std::move(settings), 1) {}

    /// `members` are the operation's own parameters: `"ResourceIds":[…]`.
    Answer call(const std::string& operation, const std::string& members = {}) {
        return send(operation, with_tokens(members));
    }
    /// For an answer that need not be JSON.
    PmsResponse call_raw(const std::string& operation, const std::string& members = {}) {
        return post(operation, with_tokens(members));
    }
    Answer send(const std::string& operation, const std::string& body) {
        Answer answer{post(operation, body), {}};
        if (!answer.response.body.empty())
            answer.body = json::parse(answer.response.body).as_object();
        return answer;
    }
    PmsResponse post(const std::string& operation, const std::string& body) {
        return pms.handle({"POST", "/api/connector/v1/" + operation, headers, body}, now);
    }
    static std::string with_tokens(const std::string& members) {
        return R"({"ClientToken":"stayd-client-token","AccessToken":"stayd-access-token","Client":"test 1.0")" +
               (members.empty() ? members : "," + members) + "}";
    }
    /// All rows of a list, page by page.
    json::array read_all(const std::string& operation, const std::string& collection,
                         const std::string& members, int count) {
        json::array all;
        std::string cursor = "null";
        for (;;) {
            const auto page = call(
                operation, members + (members.empty() ? "" : ",") + R"("Limitation":{"Count":)" +
                               std::to_string(count) + R"(,"Cursor":)" + cursor + "}");
            for (const auto& row : page.rows(collection)) all.push_back(row);
            if (page.body.at("Cursor").is_null()) return all;
            cursor = json::serialize(page.body.at("Cursor"));
        }
    }
    const Reservation& stay(model::ReservationState state, bool with_room = true) {
        for (const auto& row : pms.hotel().reservations.rows()) {
            if (row.state == state && row.assigned_resource_id.has_value() == with_room) return row;
        }
        throw std::logic_error("the hotel has such a stay");
    }
    Resource& room_of(const Reservation& stay) {
        return *pms.hotel().resources.find(*stay.assigned_resource_id);
    }

    Pms pms;
    UtcTime now = city_hotel_morning();
    Headers headers{{"Content-Type", "application/json"}};
};

inline std::string quoted(const Uuid& id) {
    return '"' + id.to_string() + '"';
}

}  // namespace stayd::sim
