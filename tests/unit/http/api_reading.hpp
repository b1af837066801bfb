#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/unit/http/api_hotel.hpp"

namespace stayd::http {

/// Asks the API of a small hotel, and reads what it says.
struct ApiReading : testing::Test {
    boost::json::value read(const std::string& target, Role role = Role::manager) {
        const auto response = hotel.ask(role, target);
        EXPECT_EQ(response.status, 200) << target << ": " << response.body;
        return boost::json::parse(response.body);
    }
    /// What stands in one field of every row of a list, all pages of `limit` read.
    std::vector<std::string> all(const std::string& list, const std::string& field,
                                 std::string target) {
        std::vector<std::string> found;
        while (!target.empty()) {
            const auto page = read(target);
            for (const auto& row : page.at(list).as_array())
                found.emplace_back(row.at(field).as_string());
            target = page.at("next").is_null() ? "" : std::string{page.at("next").as_string()};
            if (found.size() > 1000) throw std::runtime_error("the pages do not end");
        }
        return found;
    }
    std::int64_t openings() {
        return hotel.box.hotel.count("SELECT count(*) FROM audit WHERE what = 'Opened'");
    }

    ApiHotel hotel;
};

}  // namespace stayd::http
