#pragma once

#include <boost/json/value.hpp>

#include "house/views.hpp"

namespace stayd::http {

/// How complete the profile of a person is and what is missing; null for who has no live stay.
boost::json::value completeness_value(const std::optional<house::ProfileView::Person>& person);

}  // namespace stayd::http
