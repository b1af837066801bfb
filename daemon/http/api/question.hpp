#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "http/message.hpp"

namespace stayd::http {

/// What a route may be asked with besides `limit` and `after`.
struct Parameter {
    std::string_view name;
    std::span<const std::string_view> words{};  ///< all it may be; none: any text
};

/// Thrown by a route that has no answer; becomes `application/problem+json`.
struct Problem {
    int status = 400;
    std::string title;
    std::string detail;
};

/// A request whose parameters are known and can be read, each at most once.
class Question {
  public:
    static constexpr std::int64_t most_rows = 200;
    static constexpr std::int64_t usual_rows = 50;

    /// Throws a `Problem` of status 400 that names what is wrong and what there is. `id`: what
    /// stands in the path in the place of `{id}`.
    Question(const Request& request, std::span<const Parameter> known, bool has_pages,
             std::string id);

    const std::string& id() const { return id_; }
    std::string text(std::string_view name) const;  ///< empty without one
    std::optional<UtcTime> instant(std::string_view name) const;
    std::optional<Uuid> uuid(std::string_view name) const;

    std::int64_t limit() const { return limit_; }
    /// Where the page before ended: so many values, as `next` was given them.
    std::optional<std::vector<std::string>> place(std::size_t values) const;
    /// The address of the page that begins behind this place, everything else as asked.
    std::string next(const std::vector<std::string>& place) const;

  private:
    std::string path_;
    std::vector<std::pair<std::string, std::string>> given_;
    std::int64_t limit_ = usual_rows;
    std::string id_;
};

}  // namespace stayd::http
