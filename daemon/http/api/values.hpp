#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "http/api/question.hpp"
#include "storage/database.hpp"

/// What the routes share.
namespace stayd::http {

boost::json::value maybe(const std::optional<UtcTime>& time);
boost::json::value maybe(const std::optional<Uuid>& id);

/// As a statement takes it: nothing when it was not said.
std::optional<std::string> said(const Question& question, std::string_view name);
/// Of a place in a list. Throws a `Problem` of status 400.
std::int64_t number_in(const std::string& text);
Uuid uuid_in(const std::string& text);
/// `{id}` of the path. Throws a `Problem` of status 404.
Uuid id_of(const Question& question, std::string_view what);

/// The rows of one page. The statement gives them in the order of their places, and takes `:most`.
class Page {
  public:
    Page(const Question& question, storage::Statement& rows);

    /// True while there is a row that belongs to the page.
    bool step();
    void add(boost::json::object row) { rows_.push_back(std::move(row)); }
    /// The place of the row that was stepped to.
    void ends_at(std::vector<std::string> place) { place_ = std::move(place); }
    /// There is more behind the place, though the statement ends here.
    void goes_on() { there_is_more_ = true; }
    boost::json::object take(std::string_view name);

  private:
    const Question& question_;
    storage::Statement& statement_;
    boost::json::array rows_;
    std::vector<std::string> place_;
    std::int64_t seen_ = 0;
    bool there_is_more_ = false;
};

}  // namespace stayd::http
