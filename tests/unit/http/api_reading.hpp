#pragma once

#include <gtest/gtest.h>

#include <algorithm>
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
    /// A filter gives those rows of the whole list, and there are some.
    void expect_filtered(const std::string& list, const std::string& field,
                         const std::string& value) {
        const auto target = "/api/v1/" + list;
        const auto every = all(list, field, target);
        const auto those = std::vector<std::string>(
            static_cast<std::size_t>(std::ranges::count(every, value)), value);
        EXPECT_FALSE(those.empty()) << field << " " << value;
        EXPECT_LT(those.size(), every.size()) << field << " " << value;
        EXPECT_EQ(all(list, field, target + "?" + field + "=" + value), those);
    }
    std::int64_t openings() {
        return hotel.box.hotel.count("SELECT count(*) FROM audit WHERE what = 'Opened'");
    }

    ApiHotel hotel;
};

}  // namespace stayd::http
