#include "platform/beast/http_date.hpp"

#include <gtest/gtest.h>

namespace stayd::platform {
namespace {

TEST(HttpDate, IsWrittenAndReadInItsOneForm) {
    const auto time = from_ms(784'111'777'000);
    EXPECT_EQ(to_http_date(time), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), time);
}

TEST(HttpDate, RefusesEveryOtherText) {
    for (const char* text : {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
                             "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 GMT+1",
                             "Sun, 31 Feb 2015 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1994 25:00:00 GMT"}) {
        EXPECT_FALSE(parse_http_date(text)) << text;
    }
}

}  // namespace
}  // namespace stayd::platform
