#include "tests/sim/mews/bad_answers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stayd::sim {
namespace {

constexpr std::size_t most_random_bytes = 512;

std::string page(std::string_view title, std::string_view text) {
    return fmt::format(
        "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n"
        "<hr><center>{1}</center>\r\n</body>\r\n</html>\r\n",
        title, text);
}

std::string random_bytes(Random& random) {
    std::string bytes(1 + random.below(most_random_bytes), '\0');
    for (auto& byte : bytes) byte = static_cast<char>(random.next());
    return bytes;
}

json::value of_another_type(const json::value& value) {
    if (value.is_array()) return json::object{{"Items", value}};
    if (value.is_string()) return 7;
    return json::array{};
}

std::string another_shape(const std::string& body) {
    json::error_code error;
    const auto answer = json::parse(body, error);
    if (error || !answer.is_object() || answer.get_object().empty()) return "[]";
    json::object shape;
    for (const auto& member : answer.get_object())
        shape.emplace(member.key(), of_another_type(member.value()));
    return json::serialize(shape);
}

}  // namespace

PmsResponse proxy_error(const FaultPlan& plan) {
    PmsResponse answer{.status = plan.status,
                       .headers = {{"Content-Type", "text/html"}, {"Server", "gateway"}},
                       .body = page(fmt::format("{} {}", plan.status, plan.message), "gateway")};
    if (plan.status / 100 == 3)
        answer.headers.emplace_back("Location", "https://portal.example/login");
    return answer;
}

void make_garbage(PmsResponse& answer, Garbage garbage, Random& random) {
    answer.status = 200;
    switch (garbage) {
        case Garbage::bytes:
            answer.body = random_bytes(random);
            break;
        case Garbage::html:
            answer.body = page("Welcome", "Accept the terms of this network to go on.");
            break;
        case Garbage::json:
            answer.body = another_shape(answer.body);
            break;
    }
    const auto type =
        std::ranges::find(answer.headers, "Content-Type", &Headers::value_type::first);
    if (type != answer.headers.end() && garbage == Garbage::html) type->second = "text/html";
}

}  // namespace stayd::sim
