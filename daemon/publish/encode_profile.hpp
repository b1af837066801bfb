#pragma once

#include "house/views.hpp"
#include "stayd/v1/arrival.pb.h"

namespace stayd::publish {

/// How complete the profiles of a stay's persons are, as the desk hears it.
v1::StayProfile profile_message(const house::ProfileView& profile);

}  // namespace stayd::publish
